import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { RefundMoney } from '#app/billing/index'
import { EditEvidence, findDisputeFile } from '#app/payments/index'
import { AnnounceDisputeDeadlines } from '#app/payments/actions/announce_dispute_deadlines'
import { AnswerDispute } from '#app/payments/actions/answer_dispute'
import { AddStaffMember } from '#app/identity/index'
import { audit } from '#tests/journeys/auditor'
import { useWorld } from '#tests/journeys/use_world'
import { as } from '#tests/support/tenants'

test.group('Money that goes back', (group) => {
  const begin = useWorld(group)

  test('day 2 a part is refunded, day 10 the bank disputes the rest and the server stops, day 30 it is won and runs', async ({
    assert,
  }) => {
    const { world, ada } = await begin({ at: '2026-03-01T09:00:00Z' })
    await ada.buy()
    const make = app.container.make.bind(app.container)
    const staff = await as(world.tenant, async () =>
      (await make(AddStaffMember)).execute({ name: 'Sam', email: 'sam@example.test', password: 'a long password', locale: 'en', roles: ['owner'] })
    ) // prettier-ignore
    const userId = staff.ok ? staff.value.userId : ''
    const payment = await world.read(() => db.selectFrom('payments').selectAll().executeTakeFirstOrThrow())

    const mailsTo = async (email: string) => (await world.sandbox.mail({ to: email })).map(({ subject }) => subject)
    const readDispute = () => world.read(() => db.selectFrom('disputes').selectAll().executeTakeFirstOrThrow())

    await world.on('2026-03-03')
    const take = { of: 'invoice', invoiceId: payment.invoice_id!, wish: { of: 'amount', amount: 200n } } as const
    const asked = await as(world.tenant, async () =>
      (await make(RefundMoney)).execute({ way: 'source', paymentId: payment.id, customerId: null, take, reason: 'An hour without network', requestedBy: userId, requestKey: newId() })
    ) // prettier-ignore
    assert.isTrue(asked.ok)
    await world.settle()
    const own = await ada.api.get('/refunds')
    assert.deepEqual(own.body.data.map(({ status, money }: { status: string; money: { amount: string } }) => [status, money.amount]), [['succeeded', '200']]) // prettier-ignore
    assert.include((await mailsTo(ada.email)).join(), 'on its way back to you')
    await audit(world, assert)

    await world.on('2026-03-11')
    await world.sandbox.process.json('POST', `/_stripe/payments/${payment.gateway_reference}/dispute`, {})
    await world.settle()
    assert.deepEqual([(await readDispute()).status, (await world.one('services')).status], ['needs_response', 'suspended']) // prettier-ignore
    const { id: disputeId } = await readDispute()
    const found = (await as(world.tenant, () => findDisputeFile(disputeId)))!
    assert.match(found.dispute.evidence!.statement, /^Ada .* paid /)
    assert.match(found.dispute.evidence!.customerIp ?? '', /^[\d.:a-f]+$/)
    assert.include((await mailsTo(ada.email)).join(), 'is disputed')
    assert.isTrue((await mailsTo('sam@example.test')).some((subject) => /^Dispute about €\d/.test(subject)))
    const respondBy = new Date('2026-03-14T08:00:00Z')
    await as(world.tenant, () => inTransaction(() => db.updateTable('disputes').set({ respond_by: respondBy }).execute()))
    const remind = () => as(world.tenant, async () => (await make(AnnounceDisputeDeadlines)).execute())
    assert.deepEqual([await remind(), await remind()], [1, 0])
    await world.settle()
    assert.include((await mailsTo('sam@example.test')).join(), '3 days left to answer a dispute')
    assert.deepEqual(found.files.map(({ kind, mediaType }) => [kind, mediaType]), [['invoice', 'application/pdf']]) // prettier-ignore

    await world.on('2026-03-13')
    const evidence = { ...found.dispute.evidence!, statement: 'winning_evidence' }
    await as(world.tenant, async () => (await make(EditEvidence)).save({ disputeId, evidence }))
    const answered = await as(world.tenant, async () => (await make(AnswerDispute)).execute({ disputeId, userId }))
    assert.equal(answered.ok && answered.value.dispute.status, 'won')

    await world.on('2026-03-31')
    assert.equal((await world.one('services')).status, 'active')
    const facts = await world.read(() =>
      db.selectFrom('events').select('type').where('type', 'like', 'dispute.%').orderBy('id').execute()
    )
    assert.sameMembers(facts.map(({ type }) => type), ['dispute.opened', 'dispute.deadline_near', 'dispute.answered', 'dispute.won'])
    assert.isTrue((await mailsTo('sam@example.test')).some((subject) => subject.startsWith('Dispute won')))
    assert.include((await mailsTo(ada.email)).join(), 'is over')
    await audit(world, assert)
  })
}) // prettier-ignore
