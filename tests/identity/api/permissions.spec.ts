import { readFileSync } from 'node:fs'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import type { Ability } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { SignUp } from '#app/customers/index'
import {
  abilitiesOfPermissions, abilitiesOfRoles, AddStaffMember, memberPermissions, type MemberPermission, staffRoles,
} from '#app/identity/index' // prettier-ignore
import { describePermissions, doors, type GuardedRoute, listGuardedRoutes } from '#start/permission_table'
import { BrowserSession } from '#tests/support/browser_session'
import { as, createTenant } from '#tests/support/tenants'
import type { Tenant } from '#app/shared/database/context'

const password = 'correct horse battery'
const atOnce = 8
const surfaces = ['account', 'admin'] as const
type Surface = (typeof surfaces)[number]

const guardedOn = (surface: Surface) =>
  listGuardedRoutes().filter((route) => route.surface === surface && route.needs !== 'nothing')

/** Asks many routes, a few at once, and returns what is wrong with the answers. */
async function findWrong(
  routes: GuardedRoute[],
  ask: (route: GuardedRoute) => Promise<string | null>
): Promise<string[]> {
  const wrong: string[] = []
  const queue = [...routes]
  const worker = async () => {
    for (let route = queue.shift(); route; route = queue.shift()) {
      const fault = await ask(route)
      if (fault) wrong.push(`${route.surface} ${route.method} ${route.path}: ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return wrong
}

function send(browser: BrowserSession, { method, path }: GuardedRoute) {
  const filled = path.replaceAll(/:\w+\??/g, 'evt_01h455vb4pex5vsknk084sn02q').replaceAll('*', 'x')
  return method === 'GET' ? browser.get(filled) : browser.submit(method as 'POST', filled)
}

/** Somebody who is signed in and may do as much as possible without the ability; null where that is nobody. */
async function signInWithout(
  tenant: Tenant,
  surface: Surface,
  ability: Ability
): Promise<BrowserSession | null> {
  const email = `${newId()}@example.test`
  const person = { email, name: 'Ada', password, locale: 'en' }
  if (surface === 'admin') {
    const roles = staffRoles.filter((role) => !new Set<Ability>(abilitiesOfRoles([role])).has(ability))
    if (roles.length === 0) return null
    const add = await app.container.make(AddStaffMember)
    await as(tenant, () => add.execute({ ...person, roles }))
  } else {
    const has = (name: MemberPermission) => new Set<Ability>(abilitiesOfPermissions([name])).has(ability)
    const signUp = await app.container.make(SignUp)
    const made = await as(tenant, () => signUp.execute({ ...person, currency: 'EUR' }))
    if (!made.ok) throw new Error(made.error.type)
    const permissions = memberPermissions.filter((name) => !has(name))
    await as(tenant, () =>
      inTransaction(() =>
        db.updateTable('memberships').set({ permissions }).where('user_id', '=', made.value.userId).execute()
      )
    )
  }
  const browser = new BrowserSession(tenant, surface)
  await browser.submit('POST', '/session', { email, password })
  return browser
}

test.group('Who may do what', () => {
  test('stands in docs/permissions.md', async ({ assert }) => {
    const written = readFileSync(app.makePath('docs/permissions.md'), 'utf8')
    assert.equal(
      written,
      await describePermissions(),
      'run bin/ace permissions --write and read what changed'
    )
  })

  test('nothing is answered that has no row: no door before the routes, no route outside of the table', async ({
    assert,
  }) => {
    const server = readFileSync(app.makePath('start/http_server.ts'), 'utf8')
    const answered = [...server.matchAll(/startsWith\('([^']+)'\)/g)].map(([, path]) => path)
    assert.sameMembers(
      answered,
      doors.map(({ path }) => path)
    )
    const table = readFileSync(app.makePath('docs/permissions.md'), 'utf8')
    const lost = Object.values(router.toJSON())
      .flat()
      .flatMap(({ methods, pattern }) => methods.map((method) => ({ method, pattern })))
      // A page in a language has the row of the page; what nothing answers is one route that says so.
      .filter(({ method, pattern }) => method !== 'HEAD' && !['*', '/*', '/api/v1/*'].includes(pattern))
      .map(
        ({ method, pattern }) => `${method} ${pattern.replace(/^\/(?:api\/v1|:locale)(?=\/|$)/, '') || '/'}`
      )
      .filter((row) => !table.includes(`\`${row}\``))
    assert.deepEqual([...new Set(lost)], [])
  })

  for (const surface of surfaces) {
    test(`on the ${surface} host: nobody in particular is sent to sign in`, async ({ assert }) => {
      const nobody = new BrowserSession(await createTenant(), surface)
      await nobody.get('/sign-in')
      const wrong = await findWrong(guardedOn(surface), async (route) => {
        const { status, location } = await send(nobody, route)
        return location?.startsWith('/sign-in') ? null : `${status} ${location}`
      })
      assert.deepEqual(wrong, [])
    })

    test(`on the ${surface} host: who lacks the ability is refused`, async ({ assert }) => {
      const tenant = await createTenant()
      const byAbility = Map.groupBy(guardedOn(surface), ({ needs }) => needs)
      byAbility.delete('sign-in')
      for (const [needs, routes] of byAbility) {
        const browser = await signInWithout(tenant, surface, needs as Ability)
        if (!browser) continue
        const wrong = await findWrong(routes, async (route) => {
          const { status, location } = await send(browser, route)
          return status === 403 ? null : `${status} ${location}`
        })
        assert.deepEqual(wrong, [], needs)
      }
    })
  }
})
