import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { showId } from '#app/shared/ids'
import { clearRemovedNotes } from '#app/customers/index'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop, pay, write } from '#tests/support/billing'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Entry {
  id: string
  kind: string
  name: string
  text: string | null
  title: string | null
}

const kindsOf = (entries: Entry[]) => [...new Set(entries.map(({ kind }) => kind))].toSorted()

/** Ada paid an invoice; Sam and Kim work for the tenant, Kim without a right to see money. */
async function scene() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const ada = await apiClientFor(tenant, { as: 'customer' })
  const sam = await apiClientFor(tenant, { as: 'staff' })
  const kim = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
  const bought = await buy(tenant, planId, { customerId: ada.customerId })
  await pay(tenant, bought.invoiceId)
  return { tenant, ada, sam, kim, path: `/customers/${ada.shownCustomerId}` }
}

test.group("A customer's timeline", () => {
  test('holds notes, calls, changes and payments in one list, by pages, kinds and words', async ({
    assert,
  }) => {
    const { sam, path, ada } = await scene()
    const markup = '<img src=x onerror=alert(1)> wants a rebate'
    const note = await sam.post(`${path}/notes`, { body: markup, is_pinned: true })
    const call = await sam.post(`${path}/calls`, {
      body: '=HYPERLINK("x")',
      direction: 'incoming',
      minutes: 7,
    })
    assert.equal(note.status, 201)
    assert.equal(call.body.call.minutes, 7)
    const all: Entry[] = (await sam.get(`${path}/timeline?limit=100`)).body.data
    assert.includeMembers(kindsOf(all), ['note', 'call', 'change', 'payment'])
    assert.equal(all.find(({ id }) => id === note.body.id)?.text, markup)
    assert.notInclude(
      all.map(({ name }) => name),
      'customer.note_added'
    )

    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { data: Entry[]; next_cursor: string | null } = (
        await sam.get(`${path}/timeline?limit=3${cursor && `&cursor=${cursor}`}`)
      ).body
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor
    }
    assert.deepEqual(
      seen,
      all.map(({ id }) => id)
    )

    const found = (await sam.get(`${path}/timeline?q=REBATE`)).body.data
    assert.deepEqual(
      found.map(({ id }: Entry) => id),
      [note.body.id]
    )
    assert.deepEqual(kindsOf((await sam.get(`${path}/timeline?kind=payment`)).body.data), ['payment'])
    assert.equal((await sam.get(`${path}/timeline?kind=gossip`)).status, 422)
    const file = await sam.get(`${path}/timeline/file?kind=call`)
    assert.include(file.text, `"'=HYPERLINK(""x"")"`)
    assert.lengthOf((await sam.get(`${path}/notes?is_pinned=true`)).body.data, 1)
    assert.equal((await ada.get(`${path}/timeline`)).status, 404)
  })

  test('shows nobody what they may not see, and nothing of another tenant', async ({ assert }) => {
    const { tenant, sam, path } = await scene()
    const technician = await apiClientFor(tenant, { as: 'staff', roles: ['technician'] })
    const seen: Entry[] = (await technician.get(`${path}/timeline?limit=100`)).body.data
    assert.notInclude(kindsOf(seen), 'payment')
    const namesIn = (entries: Entry[]) => entries.map(({ name }) => name)
    const whole: Entry[] = (await sam.get(`${path}/timeline?limit=100`)).body.data
    assert.includeMembers(namesIn(whole), ['invoice.issued', 'invoice.paid'])
    assert.notMatch(
      namesIn(seen).join(' '),
      /invoice|credit_note|balance|order/,
      'what is owed is of billing'
    )
    const stranger = await apiClientFor(await createTenant(), { as: 'staff' })
    assert.equal((await stranger.get(`${path}/timeline`)).status, 404)
    assert.equal((await stranger.get(`${path}/timeline/file`)).status, 404)
  })
})

test.group('Notes about a customer', () => {
  test('are reworded by their author alone, pinned by anybody, and told to colleagues once', async ({
    assert,
  }) => {
    const { tenant, sam, kim, path } = await scene()
    const kimId = showId('user', kim.userId)
    const note = (await sam.post(`${path}/notes`, { body: 'Call back', mention_ids: [kimId] })).body
    assert.deepEqual(
      note.mentions.map(({ id }: { id: string }) => id),
      [kimId]
    )
    const refused = await kim.patch(`/customer-notes/${note.id}`, { body: 'Never call' })
    assert.equal(`${refused.status} ${refused.body.code}`, '403 note_of_somebody_else')
    assert.isTrue((await kim.patch(`/customer-notes/${note.id}`, { is_pinned: true })).body.is_pinned)
    const reworded = await sam.patch(`/customer-notes/${note.id}`, {
      body: 'Call back on Monday',
      mention_ids: [kimId],
    })
    assert.isNotNull(reworded.body.edited_at)
    await settle(tenant)
    const mails = await write(tenant, () =>
      db.selectFrom('messages').select(['recipient', 'data']).where('kind', '=', 'staff_mentioned').execute()
    )
    assert.lengthOf(mails, 1)
    assert.notInclude(JSON.stringify(mails), 'Call back')
    for (const mention of [showId('user', '0190a0a0-0000-7000-8000-000000000000'), 'nobody']) {
      const answer = await sam.post(`${path}/notes`, { body: 'x', mention_ids: [mention] })
      assert.equal(`${answer.status} ${answer.body.code}`, '422 staff_unknown')
    }
    const tomorrow = { body: 'x', direction: 'outgoing', called_at: '2126-01-01T00:00:00Z' }
    assert.equal((await sam.post(`${path}/calls`, tomorrow)).body.code, 'call_in_the_future')
    const never = { ...tomorrow, called_at: '2026-02-31T10:00:00Z' }
    assert.equal((await sam.post(`${path}/calls`, never)).status, 422)
  })

  test('can be had back for a day, and then are gone', async ({ assert }) => {
    const { tenant, sam, kim, path } = await scene()
    const { id } = (await sam.post(`${path}/notes`, { body: 'A slip' })).body
    assert.equal((await kim.delete(`/customer-notes/${id}`)).status, 403)
    assert.equal((await sam.delete(`/customer-notes/${id}`)).status, 204)
    assert.equal((await sam.delete(`/customer-notes/${id}`)).status, 404)
    assert.lengthOf((await sam.get(`${path}/timeline?kind=note`)).body.data, 0)
    assert.equal((await kim.post(`/customer-notes/${id}/restorations`)).status, 409)
    assert.equal((await sam.post(`/customer-notes/${id}/restorations`)).body.body, 'A slip')
    await sam.delete(`/customer-notes/${id}`)
    const later = new Date('2026-03-20T09:00:00Z')
    await freezeClock(tenant, later.toISOString())
    assert.equal((await sam.post(`/customer-notes/${id}/restorations`)).status, 409)
    assert.equal(await as(tenant, () => clearRemovedNotes(later)), 1)
    assert.equal((await sam.post(`/customer-notes/${id}/restorations`)).status, 404)
    assert.equal((await sam.patch('/customer-notes/note_x', { is_pinned: true })).status, 404)
  })
})
