import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import type { DisputeEvidence } from '#app/payments/drivers/contract'
import { finish, type Line, openLine, type Subject, typeOf } from '#tests/payments/drivers/conformance_line'

/** What every driver's refunds have to hold, for those that give money back on the spot. */
export function refundSuite(subject: Subject): void {
  const { driver, sandbox } = subject
  test('what a driver does not declare is not there', async ({ assert }) => {
    const { run } = await openLine(subject)
    const { refunds, disputes, payouts } = driver.capabilities
    const there = await run(async (c) => [c.refunds, c.disputes, c.payouts].map((calls) => calls !== null))
    assert.deepEqual(there, [refunds !== 'none', disputes, payouts])
  })

  if (driver.capabilities.refunds !== 'partial') return

  test('money goes back in parts, the same key once, and never more than was taken', async ({ assert }) => {
    const { request, run, paid } = await chargedLine(subject)
    const refund = (amount: bigint, refundId: string) =>
      run((c) =>
        c.refunds!.refund({
          refundId,
          paymentReference: paid,
          money: money(amount, 'EUR'),
          note: null,
          marks: request({}).marks,
          idempotencyKey: `${refundId}:refund`,
        })
      )
    const id = newId()
    const [first, again] = [await refund(1000n, id), await refund(1000n, id)]
    assert.isTrue(first.ok && again.ok && first.value.reference === again.value.reference)
    assert.deepEqual(first.ok && [first.value.refundId, first.value.paymentReference, first.value.money.amount], [id, paid, 1000n]) // prettier-ignore
    assert.equal(typeOf(await refund(402n, newId())), 'declined')
    assert.equal(typeOf(await refund(401n, newId())), 'ok')
    const listed = await run((c) => c.refunds!.listRefunds(paid))
    assert.equal(listed.ok && listed.value.reduce((all, each) => all + each.money.amount, 0n), 1401n)
    const found = await run((c) => c.refunds!.findRefund(first.ok ? first.value.reference : ''))
    assert.equal(found.ok && found.value?.refundId, id)
    const nothing = await run((c) => c.refunds!.findRefund('re_nothing'))
    assert.isTrue(nothing.ok && nothing.value === null)
  })

  const { dispute, decideDispute } = subject
  if (!driver.capabilities.disputes || !dispute || !decideDispute) return

  test('a dispute is found, listed, answered once, and tells what came of it', async ({ assert }) => {
    const { run, paid } = await chargedLine(subject)
    const reference = await dispute(sandbox(), paid)
    const found = await run((c) => c.disputes!.findDispute(reference))
    const opened = found.ok ? found.value : null
    assert.deepEqual([opened?.paymentReference, opened?.state, opened?.money.amount], [paid, 'needs_response', 1401n]) // prettier-ignore
    assert.isNotNull(opened?.respondBy)
    const listed = await run((c) => c.disputes!.listDisputes(new Date(Date.now() - 86_400_000)))
    assert.isTrue(listed.ok && listed.value.some((each) => each.reference === reference))
    const answer = { reference, evidence, isAppeal: false, idempotencyKey: newId() }
    const answers = [await run((c) => c.disputes!.answerDispute(answer)), await run((c) => c.disputes!.answerDispute(answer))] // prettier-ignore
    assert.isTrue(answers.every((each) => each.ok && each.value.isAnswered))
    await decideDispute(sandbox(), reference, 'won')
    const won = await run((c) => c.disputes!.findDispute(reference))
    assert.equal(won.ok && won.value?.state, 'won')
    assert.isTrue((await run((c) => c.disputes!.findDispute('dp_nothing'))).ok)
  })

  test('a dispute that is given up is lost', async ({ assert }) => {
    const { run, paid } = await chargedLine(subject)
    const reference = await dispute(sandbox(), paid)
    const given = await run((c) => c.disputes!.acceptDispute({ reference, idempotencyKey: newId() }))
    assert.include(['lost', 'accepted'], given.ok ? given.value.state : '')
  })
}

/** A line on which €14.01 were just taken. */
async function chargedLine(subject: Subject): Promise<Line & { paid: string }> {
  const line = await openLine(subject)
  const request = await line.ready()
  const charged = await line.run((c) => line.take(c, request))
  if (!charged.ok) throw new Error(charged.error.type)
  await finish(subject, charged)
  return { ...line, paid: charged.value.reference }
}

export const evidence: DisputeEvidence = {
  customerName: 'Ada Lindgren',
  customerEmail: 'ada@example.test',
  customerIp: '192.0.2.1',
  productDescription: 'VPS M, one month',
  serviceDate: '2026-03-01',
  statement: 'The server was used every day.',
  accessLog: null,
  refundPolicy: null,
  files: [
    { name: 'INV-1.pdf', mediaType: 'application/pdf', kind: 'invoice', content: Buffer.from('%PDF-1.4 ü') },
    {
      name: 'console.png',
      mediaType: 'image/png',
      kind: 'other',
      content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]),
    },
  ],
}
