import { add, cross, dot, sub, times, unit, type Vec } from '../geometry/vec.ts'

export interface Camera {
  eye: Vec
  /** Directions of the picture's axes and of the line of sight. */
  right: Vec
  up: Vec
  forward: Vec
  /** Angle of view across the picture's shorter edge, in radians. */
  angle: number
}

export interface Aim {
  eye: Vec
  at: Vec
  /** Degrees across the shorter edge. A telephone's main camera sees about 50, a portrait lens 25. */
  angle: number
  /** Degrees the horizon leans. */
  lean?: number
  /** Moves the aimed-at point inside the picture, in parts of the shorter edge, right and up. */
  shift?: readonly [number, number]
}

export function cameraFor({ eye, at, angle, lean = 0, shift = [0, 0] }: Aim): Camera {
  const half = Math.tan((angle * Math.PI) / 360)
  let forward = unit(sub(at, eye))
  let right = unit(cross(forward, [0, 1, 0]))
  let up = cross(right, forward)
  forward = unit(add(forward, add(times(right, -shift[0] * 2 * half), times(up, -shift[1] * 2 * half))))
  right = unit(cross(forward, [0, 1, 0]))
  up = cross(right, forward)
  const [c, s] = [Math.cos((lean * Math.PI) / 180), Math.sin((lean * Math.PI) / 180)]
  return {
    eye,
    forward,
    right: add(times(right, c), times(up, s)),
    up: add(times(up, c), times(right, -s)),
    angle: (angle * Math.PI) / 180,
  }
}

/** Pixels a metre has at one metre's distance. */
export function focalLength(camera: Camera, width: number, height: number): number {
  return Math.min(width, height) / 2 / Math.tan(camera.angle / 2)
}

/** Where a point falls in the picture, in pixels from the top left, and how far it is along the line of sight. */
export function project(camera: Camera, width: number, height: number, p: Vec): Vec {
  const d = sub(p, camera.eye)
  const distance = dot(d, camera.forward)
  const f = focalLength(camera, width, height) / distance
  return [width / 2 + dot(d, camera.right) * f, height / 2 - dot(d, camera.up) * f, distance]
}
