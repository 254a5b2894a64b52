import type { Lens } from '../darkroom/lens.ts'
import { apply, chain, type Frame, move, turnY } from '../geometry/frame.ts'
import { placed } from '../geometry/part.ts'
import { add } from '../geometry/vec.ts'
import type { Scene } from '../light/shoot.ts'
import type { Lamp } from '../light/surroundings.ts'
import type { Chance } from '../seed.ts'
import { shade } from '../surface/colour.ts'
import type { Thing } from '../things/thing.ts'
import { aimAt } from './held.ts'
import { type Around, indoors } from './indoors.ts'
import { type Mood, moodFor } from './mood.ts'
import { paletteFor } from './palettes.ts'
import type { Plans } from './setting.ts'

/** One photograph before it is taken. */
export interface Shot {
  scene: Scene
  mood: Mood
  lens: Lens
}

/** What is to be photographed, and where people put such a thing. */
export interface Subject {
  /** Builds it; lamps and candles burn where `lit` is true. */
  thing: (lit: boolean) => Thing
  plans: Plans
}

/** Somebody's home with the thing in it, and the telephone held up. `aspect` is width / height. */
export function homeShot(subject: Subject, chance: Chance, aspect: number): Shot {
  const plan = chance.branch('plan').pick(subject.plans)
  const mood = moodFor(chance.branch('mood'), plan.hours)
  const palette = paletteFor(chance.branch('palette'))
  const room = chance.branch('room').pick(plan.rooms)
  const thing = subject.thing(mood.lamp !== null || chance.branch('lit').happens(0.5))
  const setting = plan.build({ chance: chance.branch('setting'), palette, room, mood, thing })
  const aim = aimAt(chance.branch('aim'), setting, thing, aspect)
  const turned = turnOf(chance.branch('turn'), thing, aim.yaw)
  const centre = add(setting.stand, [0, thing.size[1] * (thing.rests === 'wall' ? 0 : 0.45), 0])
  const frame = chain(move(...setting.stand), turnY(turned))
  const around: Around =
    'sky' in setting
      ? { parts: [], surroundings: setting.sky(mood) }
      : indoors(chance.branch('window'), setting, { palette, room, mood, thing })
  const { lamps } = around.surroundings
  return {
    scene: {
      parts: [...placed(thing.parts, frame), ...setting.parts, ...around.parts],
      surroundings: { ...around.surroundings, lamps: [...lamps, ...lampsOf(thing, frame, mood)] },
      aim: aim.aim,
      focus: { centre, radius: Math.max(0.6, Math.max(...thing.size) * 1.5) },
    },
    mood: 'sky' in setting ? { ...mood, key: mood.key * (setting.bright ?? 1) } : mood,
    lens: {
      sharpAt: aim.distance,
      blur: chance.branch('lens').between(0.006, 0.013) / Math.max(0.6, aim.distance),
    },
  }
}

function turnOf(chance: Chance, thing: Thing, yaw: number): number {
  if (thing.rests === 'wall' || thing.rests === 'lean') return 0
  if (thing.rests === 'flat') return chance.between(-0.5, 0.5)
  return yaw * 0.5 + chance.between(-0.45, 0.45)
}

function lampsOf(thing: Thing, frame: Frame, mood: Mood): Lamp[] {
  const strength = mood.lamp ? 1 : 0.5
  return (thing.lamps ?? []).map((lamp) => ({
    ...lamp,
    at: apply(frame, lamp.at),
    light: shade(lamp.light, strength),
    shadows: false,
  }))
}
