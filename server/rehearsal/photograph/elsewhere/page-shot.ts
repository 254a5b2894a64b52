import { chain, move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, placed } from '../geometry/part.ts'
import { add, type Vec } from '../geometry/vec.ts'
import { homeShot, type Shot, type Subject } from '../homes/home.ts'
import { places } from '../homes/plans.ts'
import type { Chance } from '../seed.ts'
import { plaster } from '../surface/stone.ts'
import { patterned } from '../surface/stuff.ts'
import { holdingHand } from './hand.ts'
import { heldPage, openCatalogue, printed, type Raster } from './page.ts'

/** The item's own page of the printed catalogue: on a table, or held up in a room. */
export function pageShot(raster: Raster, accent: string, name: string, chance: Chance, aspect: number): Shot {
  const page = printed(raster, accent, name)
  return chance.branch('held').happens(0.5) ? held(page, chance, aspect) : lying(page, accent, chance, aspect)
}

function lying(page: ReturnType<typeof printed>, accent: string, chance: Chance, aspect: number): Shot {
  const other = patterned(chance.pick(['#d9c6a8', '#c9d0c6', accent]), plaster, { gloss: 0.35 })
  const subject: Subject = {
    thing: () => ({
      rests: 'flat',
      size: [0.41, 0.02, 0.27],
      parts: placed(openCatalogue(page, other), turnY(chance.between(-0.25, 0.25))),
    }),
    plans: [places.round, places.dining, places.bench, places.terrace],
  }
  const shot = homeShot(subject, chance, aspect)
  const { aim } = shot.scene
  const pitch = chance.between(0.75, 1.1)
  const far = chance.between(0.5, 0.66)
  const yaw = chance.between(-0.4, 0.4)
  const at: Vec = add(aim.at, [0.05, 0, 0])
  const eye = add(at, [
    Math.sin(yaw) * Math.cos(pitch) * far,
    Math.sin(pitch) * far,
    Math.cos(yaw) * Math.cos(pitch) * far,
  ])
  return {
    ...shot,
    scene: { ...shot.scene, aim: { ...aim, at, eye, angle: 40, shift: [0, 0] } },
    lens: { ...shot.lens, sharpAt: far },
  }
}

/** The room is dressed round an empty middle, and the page held before it. */
function held(page: ReturnType<typeof printed>, chance: Chance, aspect: number): Shot {
  const subject: Subject = {
    thing: () => ({ rests: 'floor', size: [0.6, 0.7, 0.5], parts: [] }),
    plans: [places.floor],
  }
  const shot = homeShot(subject, chance, aspect)
  const eye: Vec = [chance.between(-0.3, 0.3), 1.45, 2.1]
  const sway = chance.between(-0.12, 0.12)
  const frame = chain(
    move(
      eye[0] + chance.between(0.05, 0.08),
      eye[1] - chance.between(0.1, 0.14),
      eye[2] - chance.between(0.42, 0.5),
    ),
    turnZ(sway),
    turnX(-0.12),
    turnY(chance.between(-0.2, 0.1)),
  )
  const hand: Part[] = placed(
    holdingHand(chance.branch('hand'), chance.pick(['#8c4a36', '#4f6a66', '#d8ccb6', '#3f5a70'])),
    frame,
  )
  return {
    ...shot,
    scene: {
      ...shot.scene,
      parts: [...heldPage(page, frame), ...hand, ...shot.scene.parts],
      aim: { eye, at: [eye[0], eye[1] - 0.02, 0], angle: 44, lean: chance.between(-2, 2) },
      focus: { centre: add(eye, [0, 0, -0.5]), radius: 0.45 },
    },
    lens: { sharpAt: 0.46, blur: 0.016 },
    mood: { ...shot.mood, key: shot.mood.key * 1.3 },
  }
}
