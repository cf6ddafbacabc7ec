import { test } from '@japa/runner'
import type { Subject } from '#tests/payments/drivers/conformance_line'

/** What nobody should send, and somebody will: a signature says who wrote it, not that they wrote sense. */
const oddMessages = [
  '', '{', 'null', '5', '"x"', '[]', '{}', '{"id":null}', '{"id":{"a":1},"type":[],"event_type":7}',
  '{"id":"e1","type":"payment_intent.succeeded","data":null}',
  '{"id":"e1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered","related_object":null}',
  '{"id":"e1","type":"radar.early_fraud_warning.created","data":{"object":{"id":5,"metadata":[]}}}',
  '{"id":"WH-1","event_version":"1.0","event_type":"PAYMENT.CAPTURE.COMPLETED","resource":null}',
  '{"id":"WH-1","event_version":"1.0","event_type":"CHECKOUT.ORDER.APPROVED","resource":{"id":[],"purchase_units":{"a":1},"supplementary_data":null}}',
  '{"deliveryId":5,"type":"InvoiceSettled","invoiceId":{},"metadata":null}',
  '{"eventType":5,"data":null,"checkout":[1]}',
  '{"type":"checkout.payment.success","data":{"id":7,"metadata":"no"}}',
] // prettier-ignore

/** What every driver holds of the messages that gateways send: whom it believes, and that it reads anything. */
export function messageTests(subject: Subject): void {
  const { driver, sandbox } = subject

  test('a message is believed only with its signature: {what}')
    .with([
      { what: 'signed now', secret: undefined, ageSeconds: 0, spoil: '', isForged: false },
      { what: 'signed with another secret', secret: 'whsec_other', ageSeconds: 0, spoil: '', isForged: true },
      { what: 'changed after signing', secret: undefined, ageSeconds: 0, spoil: ' ', isForged: true },
      {
        what: 'signed long ago',
        secret: undefined,
        ageSeconds: (subject.oldAfterSeconds ?? 0) + 3600,
        spoil: '',
        isForged: subject.stampsMessages,
      },
      {
        what: 'signed in the future',
        secret: undefined,
        ageSeconds: -3600,
        spoil: '',
        isForged: subject.stampsMessages,
      },
    ])
    .run(async ({ assert }, { secret, ageSeconds, spoil, isForged }) => {
      const settings = subject.settings(sandbox())
      const now = new Date('2026-03-01T09:00:00Z')
      const { rawBody, headers } = subject.signed(settings, {
        at: new Date(now.getTime() - ageSeconds * 1000),
        secret,
      })
      const read = await driver.readMessage(settings, { rawBody: rawBody + spoil, headers, now })
      assert.equal(read.ok, !isForged)
    })

  test('a message without or with a broken signature is refused', async ({ assert }) => {
    const settings = subject.settings(sandbox())
    const { rawBody, headers: good } = subject.signed(settings, { at: new Date() })
    const spoilt = (value: string) => Object.fromEntries(Object.keys(good).map((name) => [name, value]))
    for (const headers of [{}, spoilt(''), spoilt('t=x,v1=y'), spoilt('sha256=y')]) {
      assert.isFalse((await driver.readMessage(settings, { rawBody, headers, now: new Date() })).ok)
    }
  })

  test('a signed message of whatever content is read or refused, and never an accident', async ({
    assert,
  }) => {
    const settings = subject.settings(sandbox())
    for (const body of oddMessages) {
      const { rawBody, headers } = subject.signed(settings, { at: new Date(), body })
      const read = await driver.readMessage(settings, { rawBody, headers, now: new Date() })
      if (!read.ok) continue
      const { id, type, objectReference, ownId } = read.value
      const kinds = [id, type, objectReference ?? '', ownId ?? ''].map((each) => typeof each)
      assert.deepEqual(kinds, ['string', 'string', 'string', 'string'], body)
    }
  })
}
