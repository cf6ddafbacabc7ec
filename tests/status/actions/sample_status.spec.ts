import { test } from '@japa/runner'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { SampleStatus } from '#app/status/actions/sample_status'
import { findStatusPage } from '#app/status/queries/find_status_page'
import { as, createTenant } from '#tests/support/tenants'

test('a panel that does not answer is seen on the status page, and only changes are written', async ({
  assert,
}) => {
  const tenant = await createTenant()
  const panelId = newId()
  await as(tenant, () =>
    inTransaction(() =>
      sql`insert into panels (id, code, driver, name, location, base_url, secrets, created_at)
          values (${panelId}, 'fra', 'virtfusion', 'Frankfurt', 'Frankfurt', 'http://127.0.0.1:1', '{}', now())`.execute(
        db
      )
    )
  )
  const sample = () => as(tenant, () => new SampleStatus().execute())
  assert.isAbove(await sample(), 2)
  assert.equal(await sample(), 0)
  await as(tenant, () =>
    inTransaction(() => sql`update panels set last_error = 'refused' where id = ${panelId}`.execute(db))
  )
  assert.equal(await sample(), 1)
  const page = await as(tenant, () => findStatusPage())
  assert.equal(page.overall, 'down')
  assert.equal(page.components.find((entry) => entry.component === 'servers:Frankfurt')?.state, 'down')
})
