import { test } from '@japa/runner'
import nodemailer from 'nodemailer'
import { SandboxProcess } from '../sandbox_process.js'
import { PanelClient } from '../virtfusion/panel_client.js'

const attack = '<img src=x onerror=alert(1)>'

test.group('Sandbox console', (group) => {
  let sandbox: SandboxProcess
  let messageId: string

  group.setup(async () => {
    sandbox = await SandboxProcess.start({ SANDBOX_BUILD_MS: '0', SANDBOX_TASK_MS: '0' })
    const panel = new PanelClient(sandbox)
    const { id } = await panel.data<{ id: number }>('POST', '/users', {
      name: attack,
      email: 'ada@example.test',
      extRelationId: 1,
    })
    await panel.createServer(id)
    await nodemailer.createTransport({ host: '127.0.0.1', port: sandbox.smtpPort }).sendMail({
      from: 'billing@example.test',
      to: 'ada@example.test',
      subject: attack,
      html: `<p>${attack}</p>`,
    })
    const [message] = await sandbox.json<Array<{ id: string }>>('GET', '/_mail/messages')
    messageId = message?.id ?? ''
    return () => sandbox.stop()
  })

  const paths = [
    '/',
    '/systems/virtfusion',
    '/mail',
    '/mail/:id',
    '/mail/:id?view=text',
    '/mail/:id?view=headers',
    '/requests',
    '/requests?system=mail',
    '/faults',
  ]

  for (const path of paths) {
    test(`${path} answers, under a strict policy, with every text escaped`, async ({ assert }) => {
      const response = await fetch(sandbox.url + path.replace(':id', messageId))
      const html = await response.text()
      assert.equal(response.status, 200)
      const policy = response.headers.get('content-security-policy') ?? ''
      assert.include(policy, "default-src 'none'")
      assert.notInclude(policy, 'unsafe')
      assert.notInclude(html, attack)
      assert.notMatch(html, /(?:src|href)="(?:https?:)?\/\/(?!127)/)
    })
  }

  test('names and subjects are shown as they were given', async ({ assert }) => {
    const escaped = '&lt;img src=x onerror=alert(1)&gt;'
    for (const path of ['/systems/virtfusion', '/mail', `/mail/${messageId}`]) {
      assert.include(await (await fetch(sandbox.url + path)).text(), escaped, path)
    }
  })

  test('mail is shown in a frame without rights', async ({ assert }) => {
    const html = await (await fetch(`${sandbox.url}/mail/${messageId}`)).text()
    const frame = /<iframe[^>]*>/.exec(html)?.[0] ?? ''
    assert.include(frame, `src="/_mail/messages/${messageId}/html"`)
    assert.match(frame, /sandbox="allow-popups allow-popups-to-escape-sandbox"/)
  })

  test('the script gets the changing parts as JSON', async ({ assert }) => {
    const response = await fetch(`${sandbox.url}/`, { headers: { accept: 'application/json' } })
    const body = (await response.json()) as { regions: Record<string, string>; faults: number }
    assert.includeMembers(Object.keys(body.regions), ['systems', 'latest'])
    assert.equal(body.faults, 0)
  })

  test('what is not there answers 404 in the same frame', async ({ assert }) => {
    for (const path of ['/systems/none', '/mail/none']) {
      const response = await fetch(sandbox.url + path)
      assert.equal(response.status, 404)
      assert.include(await response.text(), 'Back to the overview')
    }
  })

  test('script, style and font come from the sandbox itself', async ({ assert }) => {
    for (const name of [
      'console.css',
      'console.js',
      'match.js',
      'theme.js',
      'inter.woff2',
      'inter-ext.woff2',
    ]) {
      assert.equal((await fetch(`${sandbox.url}/_console/${name}`)).status, 200, name)
    }
  })
})
