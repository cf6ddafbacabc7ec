import { test } from '@japa/runner'
import { makeVies } from '#app/billing/drivers/vies/driver'
import { readViesAnswer } from '#app/billing/drivers/vies/read_answer'
import { newId } from '#app/shared/ids'
import { taxIdAuthoritySuite } from '#tests/billing/drivers/tax_id_conformance'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant } from '#tests/support/tenants'

test.group('VIES', (group) => {
  const sandbox = useSandbox(group)
  taxIdAuthoritySuite({
    sandbox,
    run: async ({ url }, ask) => {
      const tenant = await createTenant()
      const baseUrl = `${url}/taxation_customs/vies/rest-api`
      return as(tenant, () => ask(makeVies({ baseUrl, customerId: newId() })))
    },
    ids: {
      registered: 'IT12345678901',
      unregistered: 'IT12345678000',
      nameless: 'DE123456789',
      malformed: 'ZZ1234',
      own: 'DE123456789',
      wrongOwn: 'DE123456000',
    },
    troubles: {
      ms_unavailable: {},
      ms_max_concurrent_req: {},
      service_unavailable: {},
      ip_blocked: {},
      error_page: {},
      error_500: {},
    },
  })
})

test.group('Answers of VIES', () => {
  const rows: [string, number, string, string][] = [
    ['valid', 200, '{"valid":true,"name":"A"}', 'valid'],
    ['invalid', 200, '{"valid":false,"name":"---"}', 'invalid'],
    ['a verdict with its code', 200, '{"valid":true,"userError":"VALID"}', 'valid'],
    ['false with the code of an outage is no verdict', 200, '{"valid":false,"userError":"MS_UNAVAILABLE"}', 'retry_later'],
    ['throttled', 200, '{"actionSucceed":false,"errorWrappers":[{"error":"GLOBAL_MAX_CONCURRENT_REQ"}]}', 'retry_later'],
    ['a code nobody knows', 200, '{"actionSucceed":false,"errorWrappers":[{"error":"SOMETHING_NEW"}]}', 'retry_later'],
    ['refused without a code', 200, '{"actionSucceed":false}', 'retry_later'],
    ['input', 400, '{"actionSucceed":false,"errorWrappers":[{"error":"INVALID_INPUT"}]}', 'malformed'],
    ['our own number', 400, '{"errorWrappers":[{"error":"INVALID_REQUESTER_INFO"}]}', 'requester_refused'],
    ['blocked', 200, '{"errorWrappers":[{"error":"VAT_BLOCKED"}]}', 'blocked'],
    ['no verdict in it', 200, '{}', 'retry_later'],
    ['a verdict as text', 200, '{"valid":"true"}', 'retry_later'],
    ['a web page', 200, '<html>', 'retry_later'],
    ['an empty answer', 502, '', 'retry_later'],
    ['a list', 200, 'null', 'retry_later'],
  ] // prettier-ignore
  for (const [name, status, body, expected] of rows) {
    test(name, ({ assert }) => {
      const answer = readViesAnswer({ status, body })
      assert.equal(answer.ok ? (answer.value.isValid ? 'valid' : 'invalid') : answer.error.type, expected)
    })
  }
})
