import app from '@adonisjs/core/services/app'
import env from '#start/env'
import { test } from '@japa/runner'
import { newId, showId } from '#app/shared/ids'
import { AnnounceEndingExemptions } from '#app/billing/actions/announce_ending_exemptions'
import { apiClientFor, type ApiClient } from '#tests/support/api'
import { request } from '#tests/support/api'
import { useSandbox } from '#tests/support/sandbox'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const paper = '%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n'
const fields = { country: 'DE', certificate: 'C-1', valid_from: '2026-01-01', valid_until: '2026-04-20' }
const rate = { country: 'DE', name: 'USt.', percent: '19', kind: 'vat', valid_from: '2026-03-01' } as const

async function scene() {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-01T09:00:00Z')
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  return { tenant, staff, ada }
}

function handIn(
  client: ApiClient,
  change: Record<string, string | null> = {},
  content: string | null = paper
) {
  const parts = Object.entries({ ...fields, ...change }).flatMap(([name, value]) =>
    value === null ? [] : [`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`]
  )
  const file =
    content === null
      ? ''
      : `--b\r\nContent-Disposition: form-data; name="file"; filename="paper.pdf"\r\nContent-Type: application/pdf\r\n\r\n${content}\r\n`
  const headers = { 'content-type': 'multipart/form-data; boundary=b' }
  return client.send('POST', '/tax_certificates', { rawBody: `${parts.join('')}${file}--b--\r\n`, headers })
}

test.group('Certificates of exemption', () => {
  test('are handed in, read by staff, accepted once, and end with notices; then tax is charged again', async ({
    assert,
  }) => {
    const { tenant, staff, ada } = await scene()
    await staff.post('/tax_rates', rate)
    await staff.put('/tax_profile', { country: 'DE', tax_id: null, is_small_business: false, is_over_eu_threshold: false, prices_include_tax: false, tax_rounding: 'line' }) // prettier-ignore
    await ada.patch('/customer', { country: 'DE' })
    const { status, body } = await handIn(ada)
    assert.equal(status, 201)
    assert.deepInclude(body, { status: 'submitted', media_type: 'application/pdf', file_name: 'paper.pdf' })
    assert.equal((await ada.get('/tax')).body.decision.reason, 'rate')

    const waiting = await staff.get('/tax_certificates?status=submitted')
    assert.equal(waiting.body.data[0].id, body.id)
    const file = await staff.get(`/tax_certificates/${body.id}/file`)
    assert.equal(file.headers['content-type'], 'application/pdf')
    assert.match(String(file.headers['content-disposition']), /^attachment/)
    assert.equal((await staff.post(`/tax_certificates/${body.id}/acceptance`)).status, 204)
    assert.equal((await staff.post(`/tax_certificates/${body.id}/acceptance`)).status, 409)
    assert.equal((await staff.post(`/tax_certificates/${body.id}/refusal`, { reason: 'No.' })).status, 409)
    assert.equal((await ada.get('/tax')).body.decision.reason, 'exempt')

    const announce = await app.container.make(AnnounceEndingExemptions)
    const told = async (day: string) => {
      await freezeClock(tenant, `${day}T09:00:00Z`)
      return as(tenant, () => announce.execute())
    }
    const days = ['2026-03-20', '2026-03-21', '2026-03-22', '2026-04-13', '2026-04-14', '2026-04-20', '2026-04-21'] // prettier-ignore
    const counts: number[] = []
    for (const day of days) counts.push(await told(day))
    assert.deepEqual(counts, [0, 1, 0, 1, 0, 1, 0])
    assert.equal((await ada.get('/tax')).body.decision.reason, 'rate')
  })

  test('that are none are refused with their field, and nothing is kept', async ({ assert }) => {
    const { staff, ada } = await scene()
    const rows: [Record<string, string | null>, string | null, string][] = [
      [{}, null, 'file'],
      [{}, '#!/bin/sh', 'file'],
      [{}, `%PDF-${'x'.repeat(5_000_001)}%%EOF`, 'file'],
      [{ certificate: null }, paper, 'certificate'],
      [{ country: 'Germany' }, paper, 'country'],
      [{ region: 'XX' }, paper, 'region'],
      [{ valid_from: '2026-02-30' }, paper, 'valid_from'],
      [{ valid_until: '2025-12-31' }, paper, 'valid_until'],
      [{ valid_until: '2026-03-01' }, paper, 'valid_until'],
    ]
    for (const [change, content, field] of rows) {
      const { status, body } = await handIn(ada, change, content)
      assert.equal(status, 422, JSON.stringify(change))
      assert.equal(body.errors[0].field, field, JSON.stringify(change))
    }
    assert.deepEqual((await ada.get('/tax_certificates')).body.data, [])
    for (let count = 0; count < 5; count += 1)
      assert.equal((await handIn(ada, { certificate: `C-${count}` })).status, 201)
    assert.equal((await handIn(ada)).body.errors[0].field, 'file')
    const [{ id }] = (await staff.get('/tax_certificates')).body.data
    assert.equal((await staff.post(`/tax_certificates/${id}/refusal`, { reason: '' })).status, 422)
    assert.equal((await staff.post(`/tax_certificates/${id}/refusal`, { reason: 'Unreadable.' })).status, 204)
    assert.equal((await ada.get('/tax_certificates')).body.data[0].refusal, 'Unreadable.')
  })

  test('are read by their customer and by staff alone', async ({ assert }) => {
    const { tenant, staff, ada } = await scene()
    const brook = await apiClientFor(tenant, { as: 'customer' })
    const { body } = await handIn(ada)
    assert.equal((await ada.get(`/tax_certificates/${body.id}/file`)).status, 200)
    assert.equal((await brook.get(`/tax_certificates/${body.id}/file`)).status, 404)
    assert.deepEqual((await brook.get('/tax_certificates')).body.data, [])
    assert.deepEqual((await brook.get(`/tax_certificates?customer_id=${ada.shownCustomerId}`)).body.data, [])
    assert.equal((await staff.get(`/tax_certificates/${showId('taxCertificate', newId())}/file`)).status, 404)
  })
})

test.group('Files that people send', (group) => {
  const sandbox = useSandbox(group)
  const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

  test('are looked through for viruses, and are not taken while nobody can', async ({ assert, cleanup }) => {
    cleanup(() => env.set('CLAMD_ADDRESS', ''))
    const { ada, tenant } = await scene()
    const scanner = async () => {
      const host = `${tenant.slug}.localhost`
      const { body } = await request({
        host,
        method: 'GET',
        path: '/health/ready',
        headers: {},
        text: undefined,
      })
      return body.checks.find(({ name }: { name: string }) => name === 'virus_scanner')?.isOk
    }
    assert.isUndefined(await scanner())
    env.set('CLAMD_ADDRESS', `unix:${sandbox().process.directory}/clamd.sock`)
    assert.isTrue(await scanner())
    const sick = paper.replace('<< >>', `<< (${virus}) >>`)
    assert.equal((await handIn(ada, {}, sick)).body.code, 'file_infected')
    assert.equal((await handIn(ada, {}, paper + 'x'.repeat(200_000) + sick)).body.code, 'file_infected')
    assert.equal((await handIn(ada)).status, 201)
    await sandbox().fault('clamd', 'broken')
    assert.equal((await handIn(ada)).body.code, 'file_not_scanned')
    env.set('CLAMD_ADDRESS', 'tcp://127.0.0.1:9')
    assert.equal((await handIn(ada)).body.code, 'file_not_scanned')
    assert.isFalse(await scanner())
    assert.lengthOf((await ada.get('/tax_certificates')).body.data, 1)
  })
})
