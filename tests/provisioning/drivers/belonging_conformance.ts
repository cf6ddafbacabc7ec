import { test } from '@japa/runner'
import { openLine, outcomeOf, type PanelSubject } from '#tests/provisioning/drivers/conformance_line'

/** Of what a driver declares, what belongs to a server that is there: copies, databases, keys, ways in. */
export function belongingTests(
  { capabilities }: Pick<PanelSubject['driver'], 'capabilities'>,
  subject: () => PanelSubject
): void {
  const line = () => openLine(subject())

  if (capabilities.backupList) {
    test('copies are listed, and where they can be made, one is made, put back and removed', async ({
      assert,
    }) => {
      const { panel, call, running, until } = await line()
      const reference = await running()
      const list = () => call(() => panel.backupList!.listBackups(reference))
      assert.deepEqual(await list(), { ok: true, value: [] })
      const { backupCreation, backupRestore, backupRemoval } = panel
      if (!backupCreation) return
      assert.equal(outcomeOf(await call(() => backupCreation.createBackup(reference, 'Before'))), 'ok')
      const copy = await finished(list)
      if (backupRestore) {
        assert.equal(outcomeOf(await call(() => backupRestore.restoreBackup(reference, copy))), 'ok')
        await until(reference, (server) => server.state === 'running' && !server.isBusy)
      }
      if (backupRemoval) {
        assert.equal(outcomeOf(await call(() => backupRemoval.removeBackup(reference, copy))), 'ok')
      }
    })
  }

  if (capabilities.databases) {
    test('a database is made with a password, gets another one and is removed; beyond the limit there is none', async ({
      assert,
    }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const databases = panel.databases!
      const made = await call(() => databases.createDatabase(reference, 'survival'))
      assert.isTrue(
        made.ok && made.value.password.length >= 8 && made.value.database.name.includes('survival')
      )
      const database = made.ok ? made.value.database.reference : ''
      const reset = await call(() => databases.resetDatabasePassword(reference, database))
      assert.isTrue(reset.ok && made.ok && reset.value.password !== made.value.password)
      assert.equal(
        outcomeOf(await call(() => databases.createDatabase(reference, 'one_too_many'))),
        'refused'
      )
      const list = () => call(() => databases.listDatabases(reference))
      assert.deepEqual(await list(), { ok: true, value: made.ok ? [made.value.database] : [] })
      assert.equal(outcomeOf(await call(() => databases.removeDatabase(reference, database))), 'ok')
      assert.deepEqual(await list(), { ok: true, value: [] })
    })
  }

  if (capabilities.schedules) {
    test('schedules are listed', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      assert.deepEqual(await call(() => panel.schedules!.listSchedules(reference)), { ok: true, value: [] })
    })
  }

  if (capabilities.usage) {
    test('usage is whole numbers with a unit', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const usage = await call(() => panel.usage!.readUsage(reference))
      assert.isTrue(usage.ok && usage.value.length > 0)
      for (const { used, limit } of usage.ok ? usage.value : []) {
        assert.isTrue(Number.isFinite(used) && used >= 0 && (limit === null || limit > 0))
      }
    })
  }

  if (capabilities.sshKeys) {
    test('a key is kept once and removed', async ({ assert }) => {
      const { panel, order, call } = await line()
      const user = order.userReference
      const key = {
        name: 'laptop',
        publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHJwb2xkIG1vb24gc2VhIGdyYXNz ada',
      }
      const add = () => call(() => panel.sshKeys!.addKey(user, key))
      const [first, second] = [await add(), await add()]
      assert.isTrue(first.ok && second.ok && first.value.reference === second.value.reference)
      const list = () => call(() => panel.sshKeys!.listKeys(user))
      const before = await list()
      assert.lengthOf(before.ok ? before.value : [], 1)
      const reference = first.ok ? first.value.reference : ''
      assert.equal(outcomeOf(await call(() => panel.sshKeys!.removeKey(user, reference))), 'ok')
      assert.deepEqual(await list(), { ok: true, value: [] })
    })
  }

  if (capabilities.ownership) {
    test('a server is given to another user', async ({ assert }) => {
      const { panel, customer, call, running } = await line()
      const reference = await running()
      const other = { ...customer, number: 4713, email: 'cleo@example.test' }
      const user = await call(() => panel.findOrCreateUser(other))
      const owner = user.ok ? user.value.reference : ''
      assert.equal(outcomeOf(await call(() => panel.ownership!.moveServer(reference, owner))), 'ok')
      const page = await call(() => panel.listServers(null))
      const row = page.ok && page.value.servers.find((server) => server.reference === reference)
      assert.equal(row && row.ownerReference, owner)
    })
  }

  if (capabilities.userRemoval) {
    test('an account is removed once, and never while it owns a server', async ({ assert }) => {
      const { panel, customer, order, call, running } = await line()
      const { number } = customer
      await running()
      const kept = await call(() => panel.userRemoval!.removeUser({ reference: order.userReference, number }))
      assert.isFalse(kept.ok)
      const gone = {
        ...customer,
        id: customer.id.replace(/.$/, 'f'),
        number: 4714,
        email: 'erased@example.test',
      }
      const user = await call(() => panel.findOrCreateUser(gone))
      const reference = user.ok ? user.value.reference : ''
      const remove = () => call(() => panel.userRemoval!.removeUser({ reference, number: gone.number }))
      assert.deepEqual([outcomeOf(await remove()), outcomeOf(await remove())], ['ok', 'ok'])
    })
  }

  if (capabilities.extraTraffic) {
    test('more traffic raises the limit of the running month', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const read = async () => {
        const usage = await call(() => panel.usage!.readUsage(reference))
        return (usage.ok ? usage.value : []).find(({ name }) => name === 'traffic')?.limit ?? 0
      }
      const before = await read()
      assert.equal(outcomeOf(await call(() => panel.extraTraffic!.addTraffic(reference, 500))), 'ok')
      assert.equal(await read(), before + 500_000_000_000)
    })
  }

  if (capabilities.console) {
    test('a console has an address of its sort', async ({ assert }) => {
      const { panel, call, running } = await line()
      const reference = await running()
      const link = await call(() => panel.console!.openConsole(reference))
      assert.isTrue(link.ok && (link.value.kind === 'link' ? /^https?:/ : /^wss?:/).test(link.value.url))
    })
  }

  if (capabilities.signIn) {
    test('a link signs its owner in', async ({ assert }) => {
      const { panel, customer, call, running } = await line()
      const reference = await running()
      const link = await call(() => panel.signIn!.makeSignInLink(reference, customer))
      assert.isTrue(link.ok && /^https?:/.test(link.value.url))
    })
  }
}

async function finished(
  list: () => Promise<{ ok: boolean; value?: { reference: string; state: string }[] }>
): Promise<string> {
  for (let looks = 0; looks < 2_000; looks += 1) {
    const [copy] = (await list()).value ?? []
    if (copy?.state === 'done') return copy.reference
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('The copy was never finished')
}
