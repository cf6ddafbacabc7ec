import { createServer } from 'node:http'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { callPublic } from '#app/shared/outbound/call_public'
import { checkPublicUrl, isOfOwnLink, isPublicAddress } from '#app/shared/outbound/public_address'

test.group('Addresses of the public internet', () => {
  test('are told from all others', ({ assert }) => {
    const open = [
      '1.1.1.1',
      '8.8.8.8',
      '100.63.255.255',
      '172.32.0.1',
      '2606:4700::1111',
      '::ffff:8.8.8.8',
      '64:ff9b::808:808',
      '2002:808:808::1',
    ]
    const closed = [
      '0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.168.1.1',
      '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1',
      '64:ff9b::169.254.169.254', '2002:7f00:1::', '2002:a00:1::1', '2001::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001:db8::1', '::ffff:0:7f00:1', '4000::1', '::2', 'no address', '',
    ] // prettier-ignore
    assert.deepEqual(
      open.filter((address) => !isPublicAddress(address)),
      []
    )
    assert.deepEqual(closed.filter(isPublicAddress), [])
  })

  test('panels may stand in private networks, and not where clouds tell machines their secrets', ({
    assert,
  }) => {
    const own = [
      'http://169.254.169.254/latest/meta-data/', 'https://169.254.1.1:8443/', 'http://2852039166/', 'http://0xa9.0xfea9fe/', 'http://[fe80::1]/',
      'http://[::ffff:169.254.169.254]/', 'http://[64:ff9b::a9fe:a9fe]/', 'http://[fd00:ec2::254]/', 'http://metadata.google.internal/', 'http://metadata/',
    ] // prettier-ignore
    const panels = ['https://10.0.0.5/', 'http://127.0.0.1:8080/', 'https://[fd12:3456::1]/', 'https://panel.internal/', 'https://metadata-panel.example.com/', 'https://8.8.8.8/'] // prettier-ignore
    assert.deepEqual(
      own.filter((url) => !isOfOwnLink(url)),
      []
    )
    assert.deepEqual(panels.filter(isOfOwnLink), [])
  })
})

test.group('URLs that somebody gave us', () => {
  test('are called only where they may lead outside', ({ assert }) => {
    const open = [
      'https://hooks.example.com/x',
      'http://8.8.8.8/',
      'https://[2606:4700::1111]/',
      'https://例え.jp/',
      'https://example.org:8443/x',
    ]
    const closed = {
      malformed: ['', 'hooks', 'https://', 'http://[::1', '//example.com'],
      scheme_refused: ['file:///etc/passwd', 'ftp://example.com', 'gopher://example.com:70/_x', 'javascript:alert(1)', 'data:text/plain,x'],
      credentials_refused: ['https://user@example.com', 'https://example.com:x@evil.example.com/'],
      port_refused: ['http://example.com:22/', 'http://example.com:5432/', 'https://example.com:25'],
      host_refused: [
        'http://127.0.0.1/', 'http://127.1/', 'http://0x7f.0.0.1/', 'http://0x7f000001/', 'http://2130706433/', 'http://017700000001/', 'http://0177.0.0.1/',
        'http://127.0.0.1.:80/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[0:0:0:0:0:0:0:1]/', 'http://169.254.169.254/latest/meta-data',
        'http://localhost/', 'http://LOCALHOST./', 'http://x.localhost/', 'http://printer.local/', 'http://metadata.google.internal/', 'http://intranet/', 'http://①②⑦.⓪.⓪.①/',
        'http://0/', 'http://10.0.0.1/', 'https://db.test/',
      ],
    } // prettier-ignore
    assert.deepEqual(
      open.filter((url) => 'refusal' in checkPublicUrl(url)),
      []
    )
    const found = Object.fromEntries(
      Object.entries(closed).map(([refusal, urls]) => [
        refusal,
        urls.filter((url) => {
          const checked = checkPublicUrl(url)
          return 'refusal' in checked && checked.refusal === refusal
        }),
      ])
    )
    assert.deepEqual(found, closed)
  })

  test('a name that leads inside is refused when the connection is made, whatever it led to before', async ({
    assert,
  }) => {
    const hits: string[] = []
    const server = createServer((request, response) => {
      hits.push(request.url!)
      response.end('inside')
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const answers = [
        [{ address: '127.0.0.1', family: 4 }],
        [{ address: '::1', family: 6 }],
        [{ address: '::ffff:127.0.0.1', family: 6 }],
        [{ address: '8.8.8.8', family: 4 }, { address: '127.0.0.1', family: 4 }],
        [],
      ] // prettier-ignore
      for (const answer of answers) {
        const asked: string[] = []
        const called = await callPublic({ url: 'http://rebinding.example.com/' }, async (name) => {
          asked.push(name)
          return answer
        })
        assert.deepEqual(called, {
          ok: false,
          error: { type: 'refused', reason: 'address_refused' },
        } as never)
        assert.deepEqual(
          asked,
          ['rebinding.example.com'],
          'a name is looked up once: its answer is what is connected to'
        )
      }
      assert.deepEqual(hits, [])
    } finally {
      server.close()
    }
  })
})
