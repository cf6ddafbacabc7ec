import { test } from '@japa/runner'
import { isRedirectUri, needsKey, oauthLifetimes, sortKeys } from '#app/identity/domain/oauth'

test.group('Addresses that an application comes back to', () => {
  test('{uri}: {expected}')
    .with([
      { uri: 'https://desk.example.org/cb', expected: true },
      { uri: 'https://desk.example.org/cb?x=1', expected: true },
      { uri: 'http://localhost:8080/cb', expected: true },
      { uri: 'http://127.0.0.1/cb', expected: true },
      // The protocol's library takes no other name of this machine, and an application with one could never sign in.
      { uri: 'http://desk.localhost/cb', expected: false },
      { uri: 'http://desk.example.org/cb', expected: false },
      { uri: 'https://desk.example.org/cb#x', expected: false },
      { uri: 'https://*.example.org/cb', expected: false },
      { uri: 'https://user@desk.example.org/cb', expected: false },
      { uri: 'javascript:alert(1)', expected: false },
      { uri: 'com.example.app:/cb', expected: false },
      { uri: '/cb', expected: false },
    ])
    .run(({ assert }, { uri, expected }) => assert.equal(isRedirectUri(uri), expected))
})

test.group('Keys that sign', () => {
  const hour = 3_600_000
  const start = Date.parse('2026-03-01T00:00:00Z')
  const key = (id: string, hours: number) => ({
    id,
    createdAt: new Date(start),
    signsFrom: new Date(start + hours * hour),
  })
  const at = (hours: number) => new Date(start + hours * hour)

  test('{what}')
    .with([
      { what: 'one alone', keys: [key('a', 0)], now: at(5), published: ['a'], past: [] },
      {
        what: 'a new one is published before it signs',
        keys: [key('a', 0), key('b', 10)],
        now: at(9),
        published: ['a', 'b'],
        past: [],
      },
      {
        what: 'then it signs, and the old one stays for a while',
        keys: [key('a', 0), key('b', 10)],
        now: at(11),
        published: ['b', 'a'],
        past: [],
      },
      {
        what: 'two days later the old one goes',
        keys: [key('a', 0), key('b', 10)],
        now: at(59),
        published: ['b'],
        past: ['a'],
      },
    ]) // prettier-ignore
    .run(({ assert }, { keys, now, published, past }) => {
      const sorted = sortKeys(keys, now)
      assert.deepEqual(
        [sorted.published.map(({ id }) => id), sorted.past.map(({ id }) => id)],
        [published, past]
      )
    })

  test('another is wanted when there is none, or the newest is old', ({ assert }) => {
    assert.deepEqual(
      [needsKey([], at(0)), needsKey([key('a', 0)], at(24 * 89)), needsKey([key('a', 0)], at(24 * 91))],
      [true, false, true]
    )
  })

  test('a code lives for a minute, and nothing for ever', ({ assert }) => {
    assert.equal(oauthLifetimes.code, 60)
    assert.isTrue(Object.values(oauthLifetimes).every((seconds) => seconds <= 90 * 24 * 3600))
  })
})
