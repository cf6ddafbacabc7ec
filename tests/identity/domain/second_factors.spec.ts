import { test } from '@japa/runner'
import fc from 'fast-check'
import { claimsOfPassword, decideGuess, waitAfterGuesses } from '#app/identity/domain/guesses'
import { isCounterStale, isHandleOf, originsOf, userHandle } from '#app/identity/domain/passkey'
import {
  hashRecoveryCode,
  looksLikeRecoveryCode,
  makeRecoveryCodes,
} from '#app/identity/domain/recovery_code'
import { wantsSecondFactor } from '#app/identity/domain/sign_in_rules'
import { isEnoughFor, type SignInSituation, stepAfterPassword } from '#app/identity/domain/sign_in_step'
import { codeAt, makeSeed, matchStep, seedUri } from '#app/identity/domain/totp'

const at = (text: string) => new Date(text)
const now = at('2026-03-01T09:00:10Z')

test.group('One-time codes', () => {
  // RFC 6238, appendix B, SHA-1: the last six of its eight digits.
  const rfcSeed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  for (const [instant, code] of [
    ['1970-01-01T00:00:59Z', '287082'],
    ['2005-03-18T01:58:29Z', '081804'],
    ['2009-02-13T23:31:30Z', '005924'],
    ['2033-05-18T03:33:20Z', '279037'],
  ] as const) {
    test(`${code} belongs to ${instant}`, ({ assert }) => {
      assert.equal(codeAt(rfcSeed, at(instant)), code)
      assert.equal(matchStep(rfcSeed, code, at(instant)), Math.floor(at(instant).getTime() / 30_000))
    })
  }

  test('the step before and the one after are taken, others not, nor what is no code', ({ assert }) => {
    const seed = makeSeed()
    const step = Math.floor(now.getTime() / 30_000)
    const shown = [-60, -30, 0, 30, 60].map((seconds) =>
      codeAt(seed, new Date(now.getTime() + seconds * 1000))
    )
    const inWindow = shown.map((code) => matchStep(seed, code, now))
    assert.deepEqual(inWindow.slice(1, 4), [step - 1, step, step + 1])
    assert.deepEqual([inWindow[0], inWindow[4]], [null, null])
    assert.equal(matchStep(seed, ` ${shown[2]!.slice(0, 3)} ${shown[2]!.slice(3)} `, now), step)
    for (const text of ['', '12345', '1234567', 'abcdef', '１２３４５６'])
      assert.isNull(matchStep(seed, text, now))
  })

  test('the address for apps names business and person', ({ assert }) => {
    const uri = seedUri('JBSWY3DPEHPK3PXP', { issuer: 'Example Hosting', email: 'mia@example.net' })
    assert.equal(
      uri,
      'otpauth://totp/Example%20Hosting:mia%40example.net?issuer=Example%20Hosting&secret=JBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30'
    )
  })
})

test.group('Recovery codes', () => {
  test('are ten different ones of at least 50 bits, however they are typed, and kept stretched with a salt', async ({
    assert,
  }) => {
    const [salt, other] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)]
    const codes = makeRecoveryCodes()
    assert.lengthOf(new Set(codes), 10)
    assert.isAbove(Math.log2(31 ** 12), 50)
    for (const code of codes) {
      assert.match(code, /^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/)
      assert.isTrue(looksLikeRecoveryCode(code))
      const typed = ` ${code.toUpperCase().replaceAll('-', ' ')} `
      assert.deepEqual(await hashRecoveryCode('ada', typed, salt), await hashRecoveryCode('ada', code, salt))
      assert.notDeepEqual(
        await hashRecoveryCode('brook', code, salt),
        await hashRecoveryCode('ada', code, salt)
      )
    }
    const [code] = codes as [string]
    assert.notDeepEqual(await hashRecoveryCode('ada', code, salt), await hashRecoveryCode('ada', code, other))
    assert.notDeepEqual(await hashRecoveryCode('ada', code, salt), await hashRecoveryCode('ada', code, null))
    assert.isFalse(looksLikeRecoveryCode('123456'))
  })
})

test.group('What follows a right password', () => {
  const none = { hasTotp: false, passkeys: 0, passkeysHere: 0 }
  const app = { ...none, hasTotp: true }
  const key = { ...none, passkeys: 1, passkeysHere: 1 }
  const keyElsewhere = { ...none, passkeys: 1 }
  const situation = (given: Partial<SignInSituation>): SignInSituation => ({
    kind: 'customer',
    factors: none,
    isTrustedBrowser: false,
    staffSecondFactor: 'required',
    ...given,
  })
  const cases: [string, Partial<SignInSituation>, string][] = [
    ['a customer without factors', {}, 'enter'],
    ['a customer with an app', { factors: app }, 'prove'],
    ['a customer with a passkey', { factors: key }, 'prove'],
    ['a customer whose passkey is for another host', { factors: keyElsewhere }, 'prove'],
    ['a customer with an app in a trusted browser', { factors: app, isTrustedBrowser: true }, 'enter'],
    ['staff without factors', { kind: 'staff' }, 'enrol'],
    ['staff without factors in a trusted browser', { kind: 'staff', isTrustedBrowser: true }, 'enrol'],
    ['staff without factors where they need none', { kind: 'staff', staffSecondFactor: 'optional' }, 'enter'],
    ['staff with an app', { kind: 'staff', factors: app }, 'prove'],
    [
      'staff with an app in a trusted browser',
      { kind: 'staff', factors: app, isTrustedBrowser: true },
      'prove',
    ],
    [
      'staff with an app where they need none',
      { kind: 'staff', factors: app, staffSecondFactor: 'optional' },
      'prove',
    ],
  ]
  for (const [name, given, expected] of cases) {
    test(`${name}: ${expected}`, ({ assert }) => assert.equal(stepAfterPassword(situation(given)), expected))
  }

  test('staff sessions by password alone end when a second factor becomes a must', ({ assert }) => {
    assert.isTrue(isEnoughFor('staff', 'password', 'optional'))
    assert.isFalse(isEnoughFor('staff', 'password', 'required'))
    assert.isFalse(isEnoughFor('staff', 'known_browser', 'required'))
    for (const factor of ['one_time_code', 'recovery_code', 'passkey'] as const)
      assert.isTrue(isEnoughFor('staff', factor, 'required'))
    assert.isTrue(isEnoughFor('customer', 'password', 'required'))
  })
})

test.group('Guesses', () => {
  test('wait longer and longer, up to a quarter of an hour', ({ assert }) => {
    const waits = Array.from({ length: 13 }, (_none, index) => waitAfterGuesses(index + 1) / 1000)
    assert.deepEqual(waits, [0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900])
    assert.equal(waitAfterGuesses(99, 100), 0)
    assert.equal(waitAfterGuesses(1_000_000), 900_000)
  })

  test('that have to wait do not make the wait longer; a quarter of an hour forgets', ({ assert }) => {
    const before = { count: 5, guessed_at: now, next_at: at('2026-03-01T09:00:20Z') }
    assert.deepEqual(decideGuess(before, at('2026-03-01T09:00:19.999Z')), {
      isAllowed: false,
      nextAt: before.next_at,
    })
    const next = decideGuess(before, before.next_at)
    assert.deepEqual(next, {
      isAllowed: true,
      guesses: { count: 6, guessed_at: before.next_at, next_at: at('2026-03-01T09:00:40Z') },
    })
    const later = decideGuess(before, at('2026-03-01T09:15:11Z'))
    assert.equal(later.isAllowed && later.guesses.count, 1)
  })

  test('never pass more than ten times in a quarter of an hour, whenever they are made', ({ assert }) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 200 }), (gaps) => {
        let guesses = null
        let instant = 0
        const passed: number[] = []
        for (const gap of gaps) {
          instant += gap
          const decision = decideGuess(guesses, new Date(instant))
          if (!decision.isAllowed) continue
          guesses = decision.guesses
          passed.push(instant)
        }
        const most = Math.max(
          0,
          ...passed.map((from) => passed.filter((one) => one >= from && one < from + 900_000).length)
        )
        assert.isAtMost(most, 11)
      })
    )
  })

  test('of a known browser are its own; strangers share theirs by network, and all together', ({
    assert,
  }) => {
    const known = claimsOfPassword('ada@example.test', { browserId: 'b1', network: '192.0.2' })
    assert.deepEqual(known, [{ about: 'password:browser:b1' }])
    const strangers = claimsOfPassword('ada@example.test', { browserId: null, network: '192.0.2' })
    assert.deepEqual(
      strangers.map(({ free }) => free),
      [undefined, 100]
    )
  })
})

test.group('Passkeys', () => {
  for (const [stored, given, isStale] of [
    [0n, 0, false],
    [0n, 1, false],
    [5n, 6, false],
    [5n, 5, true],
    [5n, 4, true],
    [5n, 0, true],
  ] as const) {
    test(`a counter of ${given} after ${stored} is ${isStale ? 'stale' : 'good'}`, ({ assert }) =>
      assert.equal(isCounterStale(stored, given), isStale))
  }

  test('name their person by the bytes of the id', ({ assert }) => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    const handle = Buffer.from(userHandle(id)).toString('base64url')
    assert.isTrue(isHandleOf(id, handle))
    assert.isFalse(isHandleOf('01890a5d-ac96-774b-bcce-b302099a8058', handle))
    assert.isFalse(isHandleOf(id, undefined))
    assert.isFalse(isHandleOf(id, ''))
  })

  test('are taken in the clear in development only', ({ assert }) => {
    assert.deepEqual(originsOf('a.test', true), ['https://a.test'])
    assert.deepEqual(originsOf('a.test:3333', false), ['https://a.test:3333', 'http://a.test:3333'])
  })
})

test.group('A second factor of customers, on 1 March', () => {
  test('{who} from {from}, {permissions}: {expected}')
    .with([
      { who: 'nobody', from: null, permissions: ['owner'], expected: null },
      { who: 'trusted', from: '2026-02-01', permissions: ['owner'], expected: true },
      { who: 'trusted', from: '2026-02-01', permissions: ['read', 'billing'], expected: true },
      { who: 'trusted', from: '2026-02-01', permissions: ['orders'], expected: true },
      { who: 'trusted', from: '2026-02-01', permissions: ['team'], expected: true },
      { who: 'trusted', from: '2026-02-01', permissions: ['read', 'power', 'services'], expected: null },
      { who: 'trusted', from: '2026-02-01', permissions: [], expected: null },
      { who: 'everybody', from: '2026-02-01', permissions: ['read'], expected: true },
      { who: 'everybody', from: '2026-03-15', permissions: ['read'], expected: false },
    ] as const)
    .run(({ assert }, { who, from, permissions, expected }) => {
      const wanted = wantsSecondFactor({ who, from: from && at(`${from}T00:00:00Z`) }, permissions, now)
      assert.equal(wanted?.isDue ?? null, expected)
    })
})
