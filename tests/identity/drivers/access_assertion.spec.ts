import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from '@japa/runner'
import { SignJWT } from 'jose'
import { AccessKeys } from '#app/identity/drivers/access/access_keys'
import { checkAssertion } from '#app/identity/drivers/access/check_assertion'

const application = { team: 'acme', audience: 'a'.repeat(64) }
const wall = new Date('2026-03-01T09:00:00Z')
const now = wall.getTime() / 1000
const made = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const pairs = { first: made(), second: made(), foreign: made() }

const jwk = (kid: string, { publicKey }: { publicKey: KeyObject }) => ({
  ...publicKey.export({ format: 'jwk' }),
  kid,
  use: 'sig',
  alg: 'RS256',
})

/** Keys as a team publishes them, with a count of how often they were asked for, and a clock that the test moves. */
function team(document: () => unknown = () => ({ keys: [jwk('k1', pairs.first)] })) {
  const seen = { asked: 0, ms: 0 }
  const keys = new AccessKeys(
    async () => {
      seen.asked += 1
      return document()
    },
    () => seen.ms
  )
  return { keys, seen }
}

const claims = {
  aud: [application.audience],
  iss: 'https://acme.cloudflareaccess.com',
  type: 'app',
  email: 'ada@example.test',
  iat: now,
  nbf: now,
  exp: now + 3_600,
}

function sign(
  change: Record<string, unknown> = {},
  { key = pairs.first.privateKey, header = {} as Record<string, unknown> } = {}
): Promise<string> {
  const all = Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined)
  return new SignJWT(Object.fromEntries(all))
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(key)
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function check(assertion: string, keys = team().keys): Promise<string> {
  const checked = await checkAssertion(assertion, application, { keys, wall })
  if (!checked.ok) return checked.error
  return checked.value.kind === 'person' ? checked.value.email : checked.value.name
}

test.group('Assertions of Cloudflare Access', () => {
  test('{what}: {result}')
    .with([
      { what: 'a good one', change: {}, result: 'ada@example.test' },
      {
        what: 'of a program',
        change: { email: undefined, common_name: 'ci.access', sub: '' },
        result: 'ci.access',
      },
      {
        what: 'one audience among others',
        change: { aud: ['b'.repeat(64), application.audience] },
        result: 'ada@example.test',
      },
      { what: 'for another application', change: { aud: ['b'.repeat(64)] }, result: 'audience' },
      { what: 'without an audience', change: { aud: undefined }, result: 'audience' },
      { what: 'of another team', change: { iss: 'https://evil.cloudflareaccess.com' }, result: 'issuer' },
      {
        what: 'of a team with a similar name',
        change: { iss: 'https://acme.cloudflareaccess.com.evil.example' },
        result: 'issuer',
      },
      {
        what: 'run out a moment ago, within the skew',
        change: { exp: now - 59 },
        result: 'ada@example.test',
      },
      { what: 'run out', change: { exp: now - 61 }, result: 'expired' },
      { what: 'without an end', change: { exp: undefined }, result: 'expired' },
      { what: 'not yet good', change: { nbf: now + 61 }, result: 'expired' },
      { what: 'of another kind', change: { type: 'org' }, result: 'kind' },
      { what: 'of nobody', change: { email: undefined }, result: 'kind' },
    ] as { what: string; change: Record<string, unknown>; result: string }[]) // prettier-ignore
    .run(async ({ assert }, { change, result }) => assert.equal(await check(await sign(change)), result))

  test('other algorithms and made-up keys open nothing', async ({ assert }) => {
    const unsigned = `${part({ alg: 'none', kid: 'k1' })}.${part(claims)}.`
    assert.equal(await check(unsigned), 'algorithm')
    // The public key as the secret of a keyed hash, which a careless check would accept.
    const pem = pairs.first.publicKey.export({ type: 'spki', format: 'pem' })
    const confused = `${part({ alg: 'HS256', kid: 'k1' })}.${part(claims)}`
    const mac = createHmac('sha256', pem).update(confused).digest('base64url')
    assert.equal(await check(`${confused}.${mac}`), 'algorithm')
    const pss = await sign({}, { header: { alg: 'PS256' } })
    assert.equal(await check(pss), 'algorithm')
    // Somebody else's key under an id of ours, and under an id of its own.
    assert.equal(await check(await sign({}, { key: pairs.foreign.privateKey })), 'signature')
    const foreign = { key: pairs.foreign.privateKey, header: { kid: 'k9' } }
    assert.equal(await check(await sign({}, foreign)), 'unknown_key')
    assert.equal(await check(await sign({}, { header: { kid: undefined } })), 'unknown_key')
    // What the header says about where keys are is not looked at.
    const { keys, seen } = team()
    const header = {
      jku: 'https://evil.example/keys',
      x5u: 'https://evil.example/cert',
      jwk: jwk('k9', pairs.foreign),
    }
    assert.equal(
      await check(await sign({}, { ...foreign, header: { ...header, kid: 'k1' } }), keys),
      'signature'
    )
    assert.equal(seen.asked, 1)
    assert.equal(await check(await sign({}, { header: { crit: ['b64'], b64: true } })), 'ada@example.test')
    assert.equal(await check(`${(await sign()).slice(0, -4)}AAAA`), 'signature')
    for (const text of ['a.b.c', 'e30.e30.e30', `${part({ alg: 'RS256', kid: 'k1' })}.bm8.bm8`])
      assert.oneOf(await check(text), ['malformed', 'algorithm', 'signature'])
  })

  test('a new key is fetched once it signs, and the one before holds on', async ({ assert }) => {
    const listed = [jwk('k1', pairs.first)]
    const { keys, seen } = team(() => ({ keys: listed }))
    const [old, fresh] = [
      await sign(),
      await sign({}, { key: pairs.second.privateKey, header: { kid: 'k2' } }),
    ]
    assert.equal(await check(old, keys), 'ada@example.test')
    listed.unshift(jwk('k2', pairs.second))
    seen.ms = 10_000
    assert.equal(await check(fresh, keys), 'unknown_key', 'asked again only after half a minute')
    seen.ms = 31_000
    assert.equal(await check(fresh, keys), 'ada@example.test')
    assert.equal(await check(old, keys), 'ada@example.test')
    assert.equal(seen.asked, 2)
    // A flood of made-up ids asks once in half a minute.
    const madeUp = await sign({}, { header: { kid: 'made-up' } })
    seen.ms = 62_000
    const answers = await Promise.all(Array.from({ length: 50 }, () => check(madeUp, keys)))
    assert.deepEqual([...new Set(answers)], ['unknown_key'])
    assert.equal(seen.asked, 3)
  })

  test('nobody comes in while keys were never read; known ones hold for a day', async ({ assert }) => {
    const down = { isDown: true }
    const { keys, seen } = team(() => {
      if (down.isDown) throw new Error('unreachable')
      return { keys: [jwk('k1', pairs.first)] }
    })
    const good = await sign()
    assert.equal(await check(good, keys), 'keys_unavailable')
    seen.ms = 31_000
    down.isDown = false
    assert.equal(await check(good, keys), 'ada@example.test')
    down.isDown = true
    seen.ms += 23 * 3_600_000
    assert.equal(await check(good, keys), 'ada@example.test')
    seen.ms += 2 * 3_600_000
    assert.equal(await check(good, keys), 'keys_unavailable')
  })

  test('what is no RSA key for signing is left out: {what}')
    .with([
      { what: 'no document', document: null },
      { what: 'a page', document: '<html>' },
      { what: 'no list', document: { keys: 'k1' } },
      { what: 'an empty list', document: { keys: [] } },
      { what: 'a secret', document: { keys: [{ kid: 'k1', kty: 'oct', k: 'AAAA' }] } },
      { what: 'for another use', document: { keys: [{ ...jwk('k1', pairs.first), use: 'enc' }] } },
      { what: 'for another algorithm', document: { keys: [{ ...jwk('k1', pairs.first), alg: 'RS512' }] } },
      { what: 'broken', document: { keys: [{ kid: 'k1', kty: 'RSA', n: '!', e: '!' }, null, 7] } },
    ])
    .run(async ({ assert }, { document }) => {
      assert.notEqual(await check(await sign(), team(() => document).keys), 'ada@example.test')
    })
})
