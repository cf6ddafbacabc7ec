import { test } from '@japa/runner'
import { domainOrder, roomFloors } from '#tests/architecture/floors'
import { filesBelow, importsOf, placeOf } from '#tests/architecture/source_tree'

const files = filesBelow('app')

test.group('Floors', () => {
  test('domains import only lower domains, through their door', ({ assert }) => {
    const climbs = files.flatMap((file) =>
      importsOf(file)
        .filter(({ target }) => target.startsWith('#app/'))
        .flatMap(({ target, line }) => {
          const from = placeOf(file.path)
          const to = placeOf(`app/${target.slice('#app/'.length)}.ts`)
          if (!from || !to || from.domain === to.domain || to.domain === 'shared') return []
          const isDoor = target === `#app/${to.domain}/index` || target === `#app/${to.domain}/events`
          if (isLower(to.domain, from.domain) && isDoor) return []
          return [`${file.path}:${line} imports ${target}`]
        })
    )
    assert.deepEqual(climbs, [])
  })

  test('rooms import only their own floor and those below', ({ assert }) => {
    const climbs = files.flatMap((file) =>
      importsOf(file).flatMap(({ target, line }) => {
        const from = placeOf(file.path)
        const to = target.startsWith('#app/') ? placeOf(`app/${target.slice('#app/'.length)}.ts`) : null
        if (!from || !to || from.domain !== to.domain || from.domain === 'shared') return []
        const [floorFrom, floorTo] = [roomFloors[from.room], roomFloors[to.room]]
        if (floorFrom === undefined || floorTo === undefined || floorTo <= floorFrom) return []
        return [`${file.path}:${line} imports ${target}`]
      })
    )
    assert.deepEqual(climbs, [])
  })

  test('pure rules import only pure rules and the shared kernel', ({ assert }) => {
    const allowed =
      /^#app\/(shared\/(money|time|result|ids|secrets\/(?:link_tokens|secret_names)|events\/event|jobs\/job|http\/caller)|[a-z]+\/(domain\/|index$))/
    const impure = files
      .filter((file) => placeOf(file.path)?.room === 'domain')
      .flatMap((file) =>
        importsOf(file)
          .filter(
            ({ target }) =>
              !allowed.test(target) && !['luxon', 'node:crypto', 'otpauth', 'ipaddr.js'].includes(target)
          )
          .map(({ target, line }) => `${file.path}:${line} imports ${target}`)
      )
    assert.deepEqual(impure, [])
  })

  test('every folder of app/ is a known domain with known rooms', ({ assert }) => {
    const unknown = files
      .map((file) => placeOf(file.path))
      .filter((place) => place !== null)
      .filter(
        ({ domain, room }) =>
          !domainOrder.includes(domain) || (domain !== 'shared' && room !== '' && !(room in roomFloors))
      )
      .map(({ domain, room }) => `${domain}/${room}`)
    assert.deepEqual([...new Set(unknown)], [])
  })
})

function isLower(candidate: string, than: string): boolean {
  return domainOrder.indexOf(candidate) < domainOrder.indexOf(than)
}
