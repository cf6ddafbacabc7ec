import { test } from '@japa/runner'
import fc from 'fast-check'
import { type Ability, customerAbilities } from '#app/shared/http/caller'
import { isCommonPassword, isOfContext } from '#app/identity/domain/common_password'
import { abilitiesOfPermissions, memberPermissions } from '#app/identity/domain/permissions'
import { grantsOf } from '#app/identity/domain/roles'
import { judgeTeamChange, reachesServices, roleOf, teamRoles } from '#app/identity/domain/team'

const team = [
  { user_id: 'ada', permissions: ['owner'] },
  { user_id: 'brook', permissions: ['team', 'read'] },
  { user_id: 'chandra', permissions: ['services'] },
]
const by = (userId: string) => ({
  userId,
  abilities: abilitiesOfPermissions(team.find(({ user_id }) => user_id === userId)!.permissions),
})

test.group('A change of a team', () => {
  type Permissions = Parameters<typeof judgeTeamChange>[1]['permissions']
  const cases: [string, string, string, Permissions, string | null][] = [
    ['an owner gives everything', 'ada', 'chandra', ['owner'], null],
    ['an owner removes a member', 'ada', 'brook', null, null],
    ['the last owner cannot leave', 'ada', 'ada', null, 'last_owner'],
    ['the last owner cannot step down', 'ada', 'ada', ['read'], 'last_owner'],
    ['whoever manages gives what they have', 'brook', 'chandra', ['read'], null],
    ['whoever manages cannot give more', 'brook', 'chandra', ['billing'], 'not_yours_to_give'],
    ['whoever manages cannot make an owner', 'brook', 'brook', ['owner'], 'not_yours_to_give'],
    ['whoever manages cannot remove an owner', 'brook', 'ada', null, 'owners_only'],
    ['a member leaves', 'chandra', 'chandra', null, null],
    ['a member removes nobody else', 'chandra', 'brook', null, 'not_yours_to_give'],
    ['a member gives themselves nothing', 'chandra', 'chandra', ['services', 'read'], 'not_yours_to_give'],
    ['nobody changes a stranger', 'ada', 'eve', ['read'], 'member_not_found'],
  ]
  for (const [name, who, whom, permissions, expected] of cases) {
    test(name, ({ assert }) => {
      const refusal = judgeTeamChange(team, { userId: whom, permissions }, by(who))
      assert.equal(refusal?.type ?? null, expected)
    })
  }

  test('by a token of an owner that was given less makes, changes and removes no owner', ({ assert }) => {
    const owners = [...team, { user_id: 'olga', permissions: ['owner'] }]
    const token = {
      userId: 'ada',
      abilities: new Set<Ability>(['account:read', 'account:write', 'team:write']),
    }
    const rows: [string, Permissions, string | null][] = [
      ['brook', ['owner'], 'not_yours_to_give'],
      ['olga', ['read'], 'owners_only'],
      ['olga', null, 'owners_only'],
      ['brook', ['team'], null],
      ['brook', ['billing'], 'not_yours_to_give'],
    ]
    for (const [userId, permissions, expected] of rows)
      assert.equal(judgeTeamChange(owners, { userId, permissions }, token)?.type ?? null, expected, userId)
  })

  test('counts what whoever asks may do by now', ({ assert }) => {
    const everything = { userId: 'chandra', abilities: new Set<Ability>(customerAbilities) }
    const change = { userId: 'brook', permissions: null }
    assert.equal(judgeTeamChange(team, change, everything)?.type, 'not_yours_to_give', 'was given less since')
    const gone = team.filter(({ user_id }) => user_id !== 'chandra')
    assert.equal(judgeTeamChange(gone, change, everything)?.type, 'not_yours_to_give', 'was removed since')
  })

  test('never leaves a team without an owner, whoever asks for what', ({ assert }) => {
    const permissions = fc.subarray([...memberPermissions], { minLength: 1 })
    const teams = fc.array(permissions, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(teams, fc.nat(4), fc.nat(4), fc.option(permissions), (places, giver, taker, wish) => {
        const people = places.map((place, index) => ({ user_id: String(index), permissions: place }))
        if (!people.some((one) => one.permissions.includes('owner')) || giver >= people.length) return
        const abilities = abilitiesOfPermissions(people[giver]!.permissions)
        const refusal = judgeTeamChange(
          people,
          { userId: String(taker), permissions: wish },
          { userId: String(giver), abilities }
        )
        if (refusal) return
        const after = people.flatMap((one) => {
          if (one.user_id !== String(taker)) return [one]
          return wish ? [{ ...one, permissions: wish }] : []
        })
        assert.isTrue(after.some((one) => one.permissions.includes('owner')))
      })
    )
  })

  test('roles are known by their permissions', ({ assert }) => {
    for (const [role, permissions] of Object.entries(teamRoles))
      assert.equal(roleOf([...permissions].reverse()), role)
    assert.isNull(roleOf(['read', 'team']))
  })
})

test.group('A password', () => {
  const listed = new Set(['password', 'qwertyuiop', 'liverpool', 'correct'])
  for (const [text, isCommon] of [
    ['qwertyuiop', true],
    ['QWERTYUIOP', true],
    ['Password1234', true],
    ['liverpool2024!', true],
    ['passwordpassword', true],
    ['aaaaaaaaaaaa', true],
    ['abcabcabcabc', true],
    ['1234567890', true],
    ['0987654321', true],
    ['abcdefghijkl', true],
    ['correct horse battery', false],
    ['a long enough password', false],
    ['liverpool is a city by the sea', false],
    ['ada-demo-password', false],
    ['x7Q!mmpo93kd', false],
  ] as const) {
    test(`"${text}" ${isCommon ? 'is guessed first' : 'may be used'}`, ({ assert }) =>
      assert.equal(
        isCommonPassword(text, (candidate) => listed.has(candidate)),
        isCommon
      ))
  }
})

test.group('A password of words around it', () => {
  const words = ['Nordlicht Hosting', 'nordlicht', 'Ada Lovelace', 'ada.king@example.test']
  for (const [text, isRefused] of [
    ['nordlicht2026!', true],
    ['NordlichtHosting1', true],
    ['ada.lovelace.1815', true],
    ['adaking-server-99', true],
    ['ada.king@example.test', true],
    ['Hosting-Passwort-1', true],
    ['lovelace and the engine', false],
    ['ada-demo-password', false],
    ['northern lights at noon', false],
    ['1234-5678-9012', false],
  ] as const) {
    test(`"${text}" ${isRefused ? 'is guessed first' : 'may be used'}`, ({ assert }) =>
      assert.equal(isOfContext(text, words), isRefused))
  }
})

test('whoever sees chosen services gives none but those', ({ assert }) => {
  const place = (service_ids: string[] | null, permissions = ['services', 'team']) => [
    { user_id: 'brook', permissions, service_ids },
  ]
  const rows: [ReturnType<typeof place>, string[] | null, boolean][] = [
    [place(null), null, true],
    [place(null), ['a'], true],
    [place(['a', 'b']), ['b'], true],
    [place(['a']), ['a', 'b'], false],
    [place(['a']), null, false],
    [place([]), ['a'], false],
    // What is written about an owner counts for nothing.
    [place(['a'], ['owner']), null, true],
  ]
  for (const [team, wish, isAllowed] of rows) assert.equal(reachesServices(team, 'brook', wish), isAllowed)
})

test('a role grants what the tenant says, else what it usually does; owners everything', ({ assert }) => {
  const book = {
    support: ['staff:orders:read', 'staff:customers:read'],
    night: ['staff:services:read'],
    owner: [],
  }
  assert.deepEqual(grantsOf('support', book), ['staff:customers:read'])
  assert.deepEqual(grantsOf('night', book), ['staff:services:read'])
  assert.include(grantsOf('support'), 'staff:customers:write')
  assert.include(grantsOf('owner', book), 'staff:settings:write')
  for (const name of ['emperor', 'constructor', '__proto__']) assert.deepEqual(grantsOf(name, book), [])
})
