import { test } from '@japa/runner'
import { callerOfClaims, readAssertion, readTeam } from '#app/identity/domain/access_assertion'
import { decideEntrance, isVouchedFor, refuseLockOut } from '#app/identity/domain/staff_entrance'
import {
  isCustomerSessionAlive,
  isDoneByPerson,
  isStaffSessionAlive,
  isWorthNoting,
} from '#app/identity/domain/staff_session'
import { err, ok } from '#app/shared/result'

const person = ok({ kind: 'person' as const, email: 'ada@example.test' })
const program = ok({ kind: 'program' as const, name: 'ci.access' })
const office = ['203.0.113.0/24', '2001:db8::/32']

test.group('The entrance of staff', () => {
  test('{ip} with {networks} and {assertion}: {result}')
    .with([
      { networks: [], ip: '198.51.100.7', assertion: null, result: 'in' },
      { networks: office, ip: '203.0.113.9', assertion: null, result: 'in' },
      { networks: office, ip: '::ffff:203.0.113.9', assertion: null, result: 'in' },
      { networks: office, ip: '2001:db8:1::7', assertion: null, result: 'in' },
      { networks: office, ip: '198.51.100.7', assertion: null, result: 'network' },
      { networks: office, ip: 'unknown', assertion: null, result: 'network' },
      { networks: [], ip: '198.51.100.7', assertion: person, result: 'ada@example.test' },
      { networks: office, ip: '198.51.100.7', assertion: person, result: 'network' },
      { networks: [], ip: '198.51.100.7', assertion: program, result: 'person_needed' },
      { networks: [], ip: '198.51.100.7', assertion: program, isForPrograms: true, result: 'in' },
      { networks: [], ip: '198.51.100.7', assertion: err('missing' as const), result: 'access' },
      {
        networks: [],
        ip: '198.51.100.7',
        assertion: err('expired' as const),
        isForPrograms: true,
        result: 'access',
      },
    ])
    .run(({ assert }, { networks, ip, assertion, isForPrograms = false, result }) => {
      const decided = decideEntrance({ networks }, { ip, isForPrograms, assertion })
      assert.equal(decided.ok ? (decided.value.assertedEmail ?? 'in') : decided.error.type, result)
    })

  test('nobody sets a wall that they would not pass: {networks}, {access} → {result}')
    .with([
      { networks: [], access: null, assertion: null, result: null },
      { networks: office, access: null, assertion: null, result: null },
      { networks: ['192.0.2.0/24'], access: null, assertion: null, result: 'locks_out_network' },
      { networks: [], access: {}, assertion: person, result: null },
      { networks: [], access: {}, assertion: program, result: null },
      { networks: [], access: {}, assertion: null, result: 'missing' },
      { networks: [], access: {}, assertion: err('audience' as const), result: 'audience' },
      {
        networks: [],
        access: {},
        assertion: ok({ kind: 'person' as const, email: 'eve@example.test' }),
        result: 'someone_else',
      },
    ])
    .run(({ assert }, { networks, access, assertion, result }) => {
      const who = { ip: '203.0.113.9', email: 'Ada@example.test', assertion }
      const refusal = refuseLockOut({ networks, access }, who)
      assert.equal(refusal && ('reason' in refusal ? refusal.reason : refusal.type), result)
    })

  test('an address is vouched for by itself, and where nobody asks', ({ assert }) => {
    assert.isTrue(isVouchedFor('ada@example.test', 'Ada@Example.test'))
    assert.isTrue(isVouchedFor(null, 'ada@example.test'))
    assert.isTrue(isVouchedFor(undefined, 'ada@example.test'))
    assert.isFalse(isVouchedFor('eve@example.test', 'ada@example.test'))
  })

  test('the header decides where it is there, else the cookie', ({ assert }) => {
    assert.equal(readAssertion({ 'cf-access-jwt-assertion': 'a.b.c' }), 'a.b.c')
    assert.equal(readAssertion({ cookie: 'session=x; CF_Authorization=d.e.f' }), 'd.e.f')
    assert.isNull(readAssertion({ 'cf-access-jwt-assertion': 'broken', cookie: 'CF_Authorization=d.e.f' }))
    assert.isNull(readAssertion({ 'cf-access-jwt-assertion': ['a.b.c', 'd.e.f'] }))
    assert.isNull(readAssertion({ 'cf-access-jwt-assertion': `a.${'b'.repeat(9_000)}.c` }))
    assert.isNull(readAssertion({ cookie: 'xCF_Authorization=d.e.f' }))
    assert.isNull(readAssertion({}))
  })

  test('teams by name or address; claims name people and programs', ({ assert }) => {
    assert.equal(readTeam('https://Acme.cloudflareaccess.com/'), 'acme')
    assert.equal(readTeam('acme'), 'acme')
    for (const text of ['', 'a.b', 'acme.example.org', 'acme/../x', '-acme', '127.0.0.1#'])
      assert.isNull(readTeam(text), text)
    assert.deepEqual(
      callerOfClaims({ type: 'app', email: 'Ada@Example.test' }),
      person.ok ? person.value : null
    )
    assert.deepEqual(
      callerOfClaims({ type: 'app', common_name: 'ci.access', sub: '' }),
      program.ok ? program.value : null
    )
    assert.isNull(callerOfClaims({ type: 'org', email: 'ada@example.test' }))
    assert.isNull(callerOfClaims({ type: 'app' }))
    assert.isNull(callerOfClaims({ type: 'app', email: 7, common_name: '' }))
  })
})

test.group('Sessions of staff', () => {
  const minutes = (count: number) => count * 60_000
  const rules = { idleMinutes: 30, sessionHours: 8 }

  test('seen {seen} minutes after it began, asked after {now}: {alive}')
    .with([
      { seen: null, now: 29, alive: true },
      { seen: null, now: 30, alive: false },
      { seen: 100, now: 129, alive: true },
      { seen: 100, now: 130, alive: false },
      { seen: 479, now: 479, alive: true },
      { seen: 479, now: 480, alive: false },
    ])
    .run(({ assert }, { seen, now, alive }) => {
      const age = { beganAt: 0, seenAt: seen === null ? null : minutes(seen) }
      assert.equal(isStaffSessionAlive(age, minutes(now), rules), alive)
    })

  test('those of customers end after 90 days, whatever they did', ({ assert }) => {
    const days = (count: number) => minutes(count * 24 * 60)
    assert.isTrue(isCustomerSessionAlive({ beganAt: 0, seenAt: days(89) }, days(90) - 1))
    assert.isFalse(isCustomerSessionAlive({ beganAt: 0, seenAt: days(90) }, days(90)))
  })

  test('what an open page asks for by itself keeps nobody signed in', ({ assert }) => {
    const visit = { path: '/customers', isPartial: false, isForScript: false, isRefresh: false }
    assert.isTrue(isDoneByPerson(visit))
    assert.isFalse(isDoneByPerson({ ...visit, isPartial: true }))
    assert.isFalse(isDoneByPerson({ ...visit, isForScript: true }))
    assert.isFalse(isDoneByPerson({ ...visit, isRefresh: true }))
    assert.isFalse(isDoneByPerson({ ...visit, path: '/live-ticket' }))
    assert.isFalse(isWorthNoting({ beganAt: 0, seenAt: minutes(5) }, minutes(5) + 59_000))
    assert.isTrue(isWorthNoting({ beganAt: 0, seenAt: minutes(5) }, minutes(6)))
  })
})
