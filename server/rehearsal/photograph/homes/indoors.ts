import { chain, move, turnY } from '../geometry/frame.ts'
import type { Part } from '../geometry/part.ts'
import { add, cross, sub, unit, type Vec } from '../geometry/vec.ts'
import type { Lamp, Opening, Surroundings } from '../light/surroundings.ts'
import type { Chance } from '../seed.ts'
import { shade } from '../surface/colour.ts'
import { ambienceOf, type Mood } from './mood.ts'
import type { IndoorSetting, Place } from './setting.ts'
import { HALF_WIDTH, shell } from './shell.ts'
import { windowAt } from './window.ts'

/** What is around a setting: walls and windows, and the light. */
export interface Around {
  parts: Part[]
  surroundings: Surroundings
}

/** The room with its window and lamp: the window in the back wall where the setting wants it, else at one side. */
export function indoors(
  chance: Chance,
  setting: IndoorSetting,
  { palette, room, mood, thing }: Omit<Place, 'chance'>,
): Around {
  const side = chance.pick([-1, 1])
  const { back } = setting
  const plan = {
    wide: setting.window ? 1.3 : chance.between(1.0, 1.7),
    tall: setting.window ? 1.3 : chance.between(1.2, 1.5),
    columns: chance.whole(1, 3),
    rows: chance.whole(1, 3),
    trim: palette.trim,
    light: shade(mood.window, setting.window ? 0.55 : 1),
    salt: chance.between(0, 99),
  }
  const frame = setting.window
    ? move(...setting.window)
    : chain(
        move(side * HALF_WIDTH, 1.5, setting.stand[2] + chance.between(0.0, 0.9)),
        turnY((-side * Math.PI) / 2),
      )
  const { parts, opening } = windowAt(plan, frame)
  const target = add(setting.stand, [
    chance.between(-0.5, 0.5),
    thing.size[1] * 0.5 + chance.between(-0.25, 0.35),
    back - setting.stand[2],
  ])
  return {
    parts: [...parts, ...shell(room, palette, back)],
    surroundings: {
      windows: [opening],
      sun: sunThrough(chance, opening, target, mood),
      lamps: mood.lamp ? [roomLamp(chance, setting.stand, mood.lamp)] : [],
      ambience: ambienceOf(mood, palette),
      floor: 0,
      walls: [
        { at: [0, 0, back], facing: [0, 0, 1] },
        { at: [0, 0, 0], facing: [0, 1, 0] },
      ],
    },
  }
}

/** The sun stands so that its light through the window falls near the target. */
function sunThrough(chance: Chance, through: Opening, target: Vec, mood: Mood): Surroundings['sun'] {
  if (!mood.sun || chance.happens(0.12)) return null
  const at = add(through.centre, [0, chance.between(-0.2, 0.3), 0])
  const normal = cross(through.across, through.upward)
  const facesBack = Math.abs(normal[2]) > Math.abs(normal[0])
  const toward = facesBack
    ? unit([chance.between(-0.7, 0.7), chance.between(0.35, 0.7), -1])
    : unit(sub(at, target))
  return {
    toward: unit([toward[0], Math.max(0.2, toward[1]), toward[2]]),
    light: mood.sun,
    through,
    blur: chance.between(0.012, 0.03),
    leaves: mood.leaves,
  }
}

function roomLamp(chance: Chance, stand: Vec, light: Lamp['light']): Lamp {
  const side = chance.pick([-1, 1])
  return {
    at: add(stand, [side * chance.between(0.7, 1.2), chance.between(0.55, 0.95), chance.between(0.3, 0.8)]),
    light,
    size: 0.09,
    beam: null,
    shadows: true,
  }
}
