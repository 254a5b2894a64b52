import type { ThingKind } from '../../catalogue/sample-item.ts'
import { armchair } from './armchair.ts'
import { bicycleBasket } from './bicycle-basket.ts'
import { blanket } from './blanket.ts'
import { breadBoard } from './bread-board.ts'
import { candlestick } from './candlestick.ts'
import { casserole } from './casserole.ts'
import { coatRack } from './coat-rack.ts'
import { fruitBowl } from './fruit-bowl.ts'
import { hotWaterBottle } from './hot-water-bottle.ts'
import { kettle } from './kettle.ts'
import { ladderShelf } from './ladder-shelf.ts'
import { nestBox } from './nest-box.ts'
import { pendant } from './pendant.ts'
import { pepperMill } from './pepper-mill.ts'
import { radio } from './radio.ts'
import { rug } from './rug.ts'
import { sledge } from './sledge.ts'
import { stepStool } from './step-stool.ts'
import { tableLamp } from './table-lamp.ts'
import type { Colours, Thing } from './thing.ts'
import { trayTable } from './tray-table.ts'
import { umbrellaStand } from './umbrella-stand.ts'
import { vase } from './vase.ts'
import { wallClock } from './wall-clock.ts'
import { wateringCan } from './watering-can.ts'

/** Builds each kind of thing. Lamps and candles burn where `lit` is true. */
export const things: Record<ThingKind, (colours: Colours, lit: boolean) => Thing> = {
  armchair,
  rug,
  blanket,
  'ladder-shelf': ladderShelf,
  'tray-table': trayTable,
  radio,
  kettle,
  casserole,
  'bread-board': breadBoard,
  'pepper-mill': pepperMill,
  'fruit-bowl': fruitBowl,
  'step-stool': stepStool,
  'table-lamp': tableLamp,
  pendant,
  candlestick,
  'wall-clock': wallClock,
  vase,
  'hot-water-bottle': hotWaterBottle,
  'coat-rack': coatRack,
  'umbrella-stand': umbrellaStand,
  'watering-can': wateringCan,
  'bicycle-basket': bicycleBasket,
  'nest-box': nestBox,
  sledge,
}
