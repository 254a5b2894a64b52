import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'

const WALLS = ['#c9d3cf', '#d9c9b4', '#b9c4cf', '#e3d6c6', '#98a59b', '#d8c2b8']
const FLOORS = ['#a98762', '#77604b', '#c7b193', '#5b4a3c']

/** A plain drawing in the place of a photograph, different for every item and seed. */
export function standIn(item: string, seed: number, width: number, height: number): string {
  const thing = sampleCatalogue.items.find(({ slug }) => slug === item)
  const wall = WALLS[(seed * 5 + item.length) % WALLS.length]
  const floor = FLOORS[(seed * 3 + item.length) % FLOORS.length]
  const x = 300 + ((seed * 97) % 160) - 80
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 600 600" preserveAspectRatio="xMidYMid slice">
<rect x="-600" y="-600" width="1800" height="1800" fill="${wall}"/><rect x="-600" y="420" width="1800" height="900" fill="${floor}"/>
<ellipse cx="${x}" cy="455" rx="150" ry="18" opacity=".25"/>
<rect x="${x - 110}" y="${230 - (item.length % 4) * 20}" width="220" height="${220 + (item.length % 4) * 20}" rx="${18 + ((item.length * 13) % 90)}" fill="${thing?.colours.main ?? '#777'}"/>
<rect x="${x - 70}" y="300" width="140" height="90" rx="12" fill="${thing?.colours.second ?? '#999'}"/></svg>`
}
