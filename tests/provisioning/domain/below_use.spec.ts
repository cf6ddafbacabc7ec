import { test } from '@japa/runner'
import { matchTemplate } from '#app/provisioning/domain/template_match'
import { sizesBelowUse } from '#app/provisioning/domain/below_use'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'

const hosting = {
  kind: 'hosting',
  storageGb: 10,
  websites: 2,
  mailboxes: 5,
  databases: 0,
} as unknown as ServiceSpec
const gigabytes = 1_000_000_000

test.group('A size below what is used', () => {
  test('is named, to the last byte')
    .with([
      { what: 'nothing used', used: [], expected: [] },
      {
        what: 'exactly full',
        used: [
          { name: 'storage', used: 10 * gigabytes },
          { name: 'websites', used: 2 },
        ],
        expected: [],
      },
      { what: 'one byte more', used: [{ name: 'storage', used: 10 * gigabytes + 1 }], expected: ['storage'] },
      {
        what: 'two at once',
        used: [
          { name: 'websites', used: 3 },
          { name: 'mailboxes', used: 6 },
        ],
        expected: ['websites', 'mailboxes'],
      },
      { what: 'no limit', used: [{ name: 'databases', used: 400 }], expected: [] },
      { what: 'a figure that is no quota', used: [{ name: 'traffic', used: 10 ** 15 }], expected: [] },
    ])
    .run(({ assert }, { used, expected }) => assert.deepEqual(sizesBelowUse(hosting, used), expected))

  test('is a question of quotas alone: disks of servers never shrink anyhow', ({ assert }) => {
    const vps = { storageGb: 1, package: 'VPS S' } as unknown as ServiceSpec
    assert.deepEqual(sizesBelowUse(vps, [{ name: 'storage', used: 80 * gigabytes }]), [])
  })
})

test.group('An image by its name', () => {
  const images = [
    { name: 'Debian 13', words: 'Debian 13 Minimal' },
    { name: 'Debian 12', words: 'Debian 12 Minimal' },
    { name: 'Ubuntu Server 24.04', words: 'Ubuntu Server 24.04 LTS' },
  ]
  test('is found exactly, or by words that fit one alone')
    .with([
      { wanted: 'Debian 13', expected: 'Debian 13' },
      { wanted: 'ubuntu 24.04', expected: 'Ubuntu Server 24.04' },
      { wanted: 'Debian', expected: null },
      { wanted: 'Debian 11', expected: null },
      { wanted: 'Débian 13', expected: null },
      { wanted: 'Debian\u200b 13', expected: null },
      { wanted: '', expected: null },
      { wanted: '   ', expected: null },
    ])
    .run(({ assert }, { wanted, expected }) =>
      assert.equal(matchTemplate(images, wanted)?.name ?? null, expected)
    )
})
