import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { panelCapabilities } from '#app/provisioning/drivers/panel_groups'
import { as } from '#tests/support/tenants'
import { capabilityTests } from '#tests/provisioning/drivers/capability_conformance'
import { openLine, outcomeOf, type PanelSubject } from '#tests/provisioning/drivers/conformance_line'

export type { PanelSubject } from '#tests/provisioning/drivers/conformance_line'

/** The suite every driver of panels passes. @param subject asked anew in each test, because a sandbox starts with its group */
export function conformance(driver: PanelSubject['driver'], subject: () => PanelSubject): void {
  const line = () => openLine(subject())

  test('what is declared is there, and what is not declared is not', async ({ assert }) => {
    const panel = subject().open()
    for (const name of panelCapabilities) {
      assert.equal(Boolean(panel[name]), driver.capabilities[name], name)
    }
    assert.equal(driver.powerActions.length > 0, driver.capabilities.power)
  })

  test('the connection test lists what can be sold, and a wrong secret or address is a mistake of settings', async ({
    assert,
  }) => {
    const { panel, call } = await line()
    const report = await call(() => panel.checkConnection())
    assert.equal(outcomeOf(report), 'ok')
    assert.isTrue(report.ok && report.value.packages.length + report.value.groups.length > 0)
    for (const wrong of [{ secrets: subject().wrongSecrets }, { isElsewhere: true }]) {
      const refused = await call(() => subject().open(wrong).checkConnection())
      assert.equal(outcomeOf(refused), 'misconfigured')
    }
  })

  test('everything that can be sold is listed with references and names', async ({ assert }) => {
    const { panel, call } = await line()
    const offers = await call(() => panel.listOffers())
    assert.equal(outcomeOf(offers), 'ok')
    if (!offers.ok) return
    const { packages, locations, images, inventory } = offers.value
    assert.isAbove(packages.length + images.length + inventory.length, 0)
    for (const { reference, name } of [...packages, ...locations, ...images]) {
      assert.isTrue(reference.length > 0 && name.length > 0)
    }
  })

  test('the same customer is one user, however often and however parallel', async ({ assert }) => {
    const { panel, customer, call } = await line()
    const again = await Promise.all([1, 2, 3].map(() => call(() => panel.findOrCreateUser(customer))))
    assert.equal(new Set(again.map((user) => (user.ok ? user.value.reference : 'failed'))).size, 1)
    const other = { ...customer, number: 4712, email: 'brook@example.test' }
    const both = await Promise.all([1, 2, 3].map(() => call(() => panel.findOrCreateUser(other))))
    assert.equal(new Set(both.map((user) => (user.ok ? user.value.reference : 'failed'))).size, 1)
    assert.notInclude(both.map(outcomeOf), 'refused')
  })

  test('two customers with one address are two accounts, or staff are asked', async ({ assert }) => {
    const { panel, customer, order, call } = await line()
    const second = { ...customer, id: newId(), number: 4713 }
    const found = await call(() => panel.findOrCreateUser(second))
    if (found.ok) assert.notEqual(found.value.reference, order.userReference)
    else assert.isTrue(found.error.type === 'misconfigured' && found.error.isForStaff)
    const first = await call(() => panel.findOrCreateUser(customer))
    assert.equal(first.ok && first.value.reference, order.userReference)
  })

  test('an account that was there before is for nobody who merely names its address', async ({ assert }) => {
    const { addStranger } = subject()
    if (!addStranger) return
    const { panel, customer, call } = await line()
    await addStranger('old@example.test')
    const claimed = { ...customer, id: newId(), number: 4714, email: 'Old@example.test' }
    const unproven = await call(() => panel.findOrCreateUser({ ...claimed, isEmailProven: false }))
    assert.isTrue(!unproven.ok && unproven.error.type === 'misconfigured' && unproven.error.isForStaff)
    const proven = await call(() => panel.findOrCreateUser(claimed))
    assert.isTrue(proven.ok || (proven.error.type === 'misconfigured' && proven.error.isForStaff))
  })

  test('a creation that acted and was not answered is unknown, and the server is found', async ({
    assert,
  }) => {
    const { panel, order, call, lost } = await line()
    await subject().loseAnswer('create', 'timeout_after')
    assert.equal(outcomeOf(await call(() => panel.createServer(order))), 'unknown')
    const found = await call(() => panel.findCreatedServer(lost()))
    const [server] = await subject().servers()
    assert.equal(found.ok ? found.value?.reference : outcomeOf(found), server!.reference)
    assert.lengthOf(await subject().servers(), 1)
    if (subject().marksOnCreation) return
    // Without a mark, what another service is linked to is never taken for the lost one.
    const known = { ...lost(), knownReferences: [server!.reference] }
    assert.deepEqual(await call(() => panel.findCreatedServer(known)), { ok: true, value: null })
  })

  test('a creation that never acted is unknown, and nothing is found', async ({ assert }) => {
    const { panel, order, call, lost } = await line()
    await subject().loseAnswer('create', 'timeout_before')
    assert.equal(outcomeOf(await call(() => panel.createServer(order))), 'unknown')
    assert.deepEqual(await call(() => panel.findCreatedServer(lost())), { ok: true, value: null })
    assert.deepEqual(await subject().servers(), [])
  })

  test('a server that bears our mark is found whatever became of it', async ({ assert }) => {
    const { panel, order, call, lost, running } = await line()
    const reference = await running()
    const { naming } = panel
    if (naming) assert.equal(outcomeOf(await call(() => naming.nameServer(reference, order.tag))), 'ok')
    const later = { ...lost(), triedAt: new Date(Date.now() + 3_600_000) }
    const found = await call(() => panel.findCreatedServer(later))
    assert.equal(found.ok ? found.value?.reference : outcomeOf(found), reference)
  })

  test('two servers of one customer are two, and each can go without the other', async ({ assert }) => {
    const { panel, order, orderOf, call, running, gone } = await line()
    const [first, second] = [await running(order), await running(orderOf())]
    assert.notEqual(first, second)
    assert.equal(outcomeOf(await call(() => panel.removeServer(second))), 'ok')
    await gone(second)
    assert.deepEqual(
      (await subject().servers()).map((server) => server.reference),
      [first]
    )
  })

  test('suspending and resuming may be repeated, and the report equals what stands there', async ({
    assert,
  }) => {
    const { panel, call, running, until } = await line()
    const reference = await running()
    for (const wanted of ['suspended', 'running'] as const) {
      const act = () =>
        wanted === 'suspended' ? panel.suspendServer(reference) : panel.resumeServer(reference)
      assert.equal(outcomeOf(await call(act)), 'ok')
      const server = await until(reference, (candidate) => candidate.state === wanted && !candidate.isBusy)
      assert.equal(outcomeOf(await call(act)), 'ok')
      const [real] = await subject().servers()
      assert.equal(real!.isSuspended, server.state === 'suspended')
    }
  })

  test('removing may be repeated, and afterwards every question says that it is gone', async ({ assert }) => {
    const { panel, call, running, gone } = await line()
    const reference = await running()
    assert.equal(outcomeOf(await call(() => panel.removeServer(reference))), 'ok')
    await gone(reference)
    assert.equal(outcomeOf(await call(() => panel.removeServer(reference))), 'ok')
    assert.equal(outcomeOf(await call(() => panel.suspendServer(reference))), 'gone')
    assert.deepEqual(await subject().servers(), [])
  })

  test('the whole list shows every server once, with its owner and whether it is suspended', async ({
    assert,
  }) => {
    const { panel, order, orderOf, call, running, until } = await line()
    const [first, second] = [await running(order), await running(orderOf())]
    await call(() => panel.suspendServer(second))
    await until(second, (server) => server.state === 'suspended' && !server.isBusy)
    const seen = []
    for (let page: string | null | undefined; page !== null;) {
      const answer = await call(() => panel.listServers(page ?? null))
      if (!answer.ok) throw new Error(answer.error.message)
      seen.push(...answer.value.servers)
      page = answer.value.next
    }
    assert.sameMembers(seen.map((server) => server.reference), [first, second]) // prettier-ignore
    assert.equal(seen.find((server) => server.reference === second)?.isSuspended, true)
    assert.equal(seen.find((server) => server.reference === first)?.isSuspended, false)
    for (const { ownerReference } of seen) {
      if (ownerReference !== null) assert.equal(ownerReference, order.userReference)
    }
  })

  test('no secret reaches the log of calls', async ({ assert }) => {
    const { tenant, panel, customer, call, create, install, until } = await line()
    const created = await create()
    const { reference } = created
    const built = await install(reference)
    await until(reference, (server) => server.state === 'running' && !server.isBusy)
    const { console, signIn, passwordReset } = panel
    const opened = console && (await call(() => console.openConsole(reference)))
    const link = signIn && (await call(() => signIn.makeSignInLink(reference, customer)))
    const wish = { user: 'root', password: 'Warm4Orchard9Window' }
    const reset = passwordReset && (await call(() => passwordReset.resetPassword(reference, wish)))
    const secrets = [
      ...Object.values(subject().secrets),
      created.credentials?.password,
      built?.ok ? built.value.password : '',
      reset?.ok ? reset.value.password : '',
      opened?.ok ? opened.value.password : '',
      opened?.ok ? opened.value.token : '',
      opened?.ok ? tokenIn(opened.value.url) : '',
      link?.ok ? tokenIn(link.value.url) : '',
    ].filter(Boolean) as string[]
    const rows = await as(tenant, () =>
      inReadTransaction(() => db.selectFrom('remote_calls').selectAll().execute())
    )
    assert.isAbove(rows.length, 3)
    const log = JSON.stringify(rows)
    for (const secret of secrets) {
      assert.isAbove(secret.length, 6)
      assert.notInclude(log, secret)
    }
  })

  capabilityTests(driver, subject)
}

/** What makes a link secret: its query or its fragment, where it has one. */
function tokenIn(url: string): string {
  const { search, hash } = new URL(url)
  return search.slice(1).split('=').at(-1) || hash.slice(1)
}
