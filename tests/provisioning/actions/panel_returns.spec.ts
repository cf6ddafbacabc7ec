import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { ConnectionReport, PanelFailure, ServerPanel } from '#app/provisioning/drivers/contract'
import { CheckPanel } from '#app/provisioning/actions/check_panel'
import { PanelConnections } from '#app/provisioning/actions/panel_connections'
import { addAda } from '#tests/support/customers'
import { addPlan, addService, connectPanel } from '#tests/support/provisioning'
import { as, createTenant } from '#tests/support/tenants'

class Answering extends PanelConnections {
  answer: Result<ConnectionReport, PanelFailure> = ok({ packages: [], groups: [] })

  override open(): ServerPanel {
    return { checkConnection: async () => this.answer } as Partial<ServerPanel> as ServerPanel
  }
}

test.group('A panel that is back', () => {
  test('has what waited for it done within the minute, spread over it; other work waits as it did', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const panelId = await connectPanel(tenant, 'http://127.0.0.1:9')
    const other = await connectPanel(tenant, 'http://127.0.0.1:9', { code: 'nyc' })
    const wish = { customerId: await addAda(tenant), planId: await addPlan(tenant) }
    const far = new Date(Date.now() + 590_000)
    /** Waits for a while yet. */
    const wait = async (failure: string | null, changes: { panelId?: string; leasedUntil?: Date } = {}) => {
      const { id } = await addService(tenant, wish)
      await as(tenant, () =>
        inTransaction(async () => {
          const failed = failure && JSON.stringify({ type: failure, message: 'x' })
          const columns = { status: 'waiting', failure: failed, next_attempt_at: far, leased_until: changes.leasedUntil ?? null } // prettier-ignore
          if (changes.panelId)
            await db.updateTable('services').set({ panel_id: changes.panelId }).where('id', '=', id).execute()
          await db.updateTable('operations').set(columns).where('service_id', '=', id).execute()
        })
      )
      return id
    }
    const waited = [await wait('unknown'), await wait('retry_later'), await wait('unknown')]
    const rest = [
      await wait('misconfigured'),
      await wait('awaits_approval'),
      await wait('unknown', { panelId: other }),
      await wait('unknown', { leasedUntil: new Date(Date.now() + 60_000) }),
    ]
    const due = async () => {
      const find = () => db.selectFrom('operations').select(['service_id', 'next_attempt_at']).execute()
      const rows = await as(tenant, () => inReadTransaction(find))
      const within = Date.now() + 61_000
      return rows.filter((row) => row.next_attempt_at!.getTime() < within).map((row) => row.service_id)
    }
    const panel = new Answering()
    const check = () => as(tenant, () => new CheckPanel(new Clock(), panel).execute(panelId))

    await check()
    assert.deepEqual(await due(), [], 'it was never away')
    panel.answer = { ok: false, error: { type: 'retry_later', message: 'Nobody answers.' } }
    await check()
    assert.deepEqual(await due(), [], 'it is away')
    panel.answer = ok({ packages: [], groups: [] })
    await check()
    assert.sameMembers(await due(), waited)
    assert.notIncludeMembers(await due(), rest)
  })
})
