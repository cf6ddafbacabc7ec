import { test } from '@japa/runner'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { sendAsOne } from '#app/shared/database/one_message'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { liveThrough, watchStatements } from '#tests/simulation/process_life'
import { as, createTenant } from '#tests/support/tenants'

const name = (number: number) => ({
  text: `insert into customers (id, number, name, email, currency, created_at)
         values (gen_random_uuid(), ${number}, $1, 'a@example.test', 'EUR', now())`,
  values: [`Customer ${number}`],
})

const namesOf = (tenant: Tenant) =>
  as(tenant, () =>
    inReadTransaction(() => db.selectFrom('customers').select('name').orderBy('number').execute())
  )

test.group('A transaction in one message', () => {
  test('is carried out in order for its tenant, and answers its question', async ({ assert }) => {
    const [tenant, other] = [await createTenant(), await createTenant()]
    for (const round of [0, 2]) {
      const answer = await sendAsOne({
        tenantId: tenant.id,
        isReadOnly: false,
        before: [name(round + 1), name(round + 2)],
        question: { text: 'select count(*)::int as count from customers' },
      })
      assert.deepEqual(answer.rows, [{ count: round + 2 }])
    }
    assert.lengthOf(await namesOf(tenant), 4)
    assert.lengthOf(await namesOf(other), 0)
  })

  test('is not carried out at all when {what} fails')
    .with([
      {
        what: 'a step',
        before: [name(1), { text: 'select 1 / length($1)', values: [''] }, name(2)],
        question: { text: 'select 1' },
      },
      { what: 'the question', before: [name(1)], question: { text: 'select 1 / 0' } },
      {
        what: 'what is checked at the end',
        before: [name(1)],
        question: {
          text: `insert into webhook_inbox (id, gateway_id, message_id, type, payload) values ($1, $1, 'm', 't', '{}')`,
          values: [newId()],
        },
      },
      {
        what: 'a step that cannot be planned',
        before: [name(1), { text: 'select nothing from $1' }],
        question: { text: 'select 1' },
      },
    ]) // prettier-ignore
    .run(async ({ assert }, { before, question }) => {
      const tenant = await createTenant()
      await assert.rejects(() => sendAsOne({ tenantId: tenant.id, isReadOnly: false, before, question }))
      assert.lengthOf(await namesOf(tenant), 0)
      const after = {
        tenantId: tenant.id,
        isReadOnly: false,
        before: [name(1)],
        question: { text: 'select 1' },
      }
      await sendAsOne(after)
      assert.lengthOf(await namesOf(tenant), 1)
    })

  test('is planned afresh where it is not known whether the server took an earlier plan', async ({
    assert,
  }) => {
    const tenant = await createTenant()
    const ask = (text: string) =>
      sendAsOne({
        tenantId: tenant.id,
        isReadOnly: false,
        before: [{ text, values: [1] }],
        question: { text: 'select 1 as one' },
      })
    await ask('select $1::int as known')
    const close = watchStatements()
    try {
      const life = { statementsLeft: 1, lastArrives: true, isOver: false }
      await assert.rejects(() => liveThrough(life, () => ask('select $1::int as lost')))
    } finally {
      close()
    }
    const { rows } = await ask('select $1::int as later')
    assert.deepEqual(rows, [{ one: 1 }])
  })
})
