import { test } from '@japa/runner'
import nodemailer from 'nodemailer'
import { SandboxProcess } from '../sandbox_process.js'

type Message = {
  id: string
  subject: string
  text: string
  html: string | null
  links: string[]
  envelope: { from: string; to: string[] }
  headers: Array<{ name: string; value: string }>
  attachments: Array<{ filename: string; contentType: string; bytes: number }>
}

test.group('Sandbox mail', (group) => {
  let sandbox: SandboxProcess

  group.setup(async () => {
    sandbox = await SandboxProcess.start()
    return () => sandbox.stop()
  })
  group.each.setup(() => sandbox.reset())

  function send(mail: nodemailer.SendMailOptions, socketTimeout = 5000) {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: sandbox.smtpPort,
      auth: { user: 'anybody', pass: 'anything' },
      socketTimeout,
    })
    return transport.sendMail({
      from: 'billing@example.test',
      to: 'ada@example.test',
      subject: 'Hello',
      text: 'Hi',
      ...mail,
    })
  }

  const inbox = (query = '') => sandbox.json<Message[]>('GET', `/_mail/messages${query}`)

  test('a message is kept with its parts, headers, links and attachments', async ({ assert }) => {
    await send({
      subject: 'Invoice № 17 – bezahlen',
      text: 'Pay at https://account.example.test/invoices/17?a=1&b=2.',
      html: '<p><a href="https://account.example.test/invoices/17?a=1&amp;b=2">Pay</a> <a href="javascript:alert(1)">no</a></p>',
      headers: { 'X-Message-Kind': 'invoice' },
      attachments: [
        { filename: 'invoice.pdf', content: Buffer.from('%PDF-1.7'), contentType: 'application/pdf' },
      ],
    })
    const [message] = await inbox()
    assert.equal(message?.subject, 'Invoice № 17 – bezahlen')
    assert.deepEqual(message?.envelope, { from: 'billing@example.test', to: ['ada@example.test'] })
    assert.deepEqual(message?.links, ['https://account.example.test/invoices/17?a=1&b=2'])
    assert.deepEqual(message?.attachments, [
      { filename: 'invoice.pdf', contentType: 'application/pdf', bytes: 8 },
    ])
    assert.deepInclude(message?.headers, { name: 'X-Message-Kind', value: 'invoice' })
    const attachment = await fetch(`${sandbox.url}/_mail/messages/${message?.id}/attachments/0`)
    assert.equal(await attachment.text(), '%PDF-1.7')
  })

  test('messages are found by recipient, subject and time, newest first', async ({ assert }) => {
    await send({ to: 'ada@example.test', subject: 'First' })
    await send({ to: 'brook@example.test', subject: 'Second' })
    const subjects = async (query: string) => (await inbox(query)).map(({ subject }) => subject)
    assert.deepEqual(await subjects(''), ['Second', 'First'])
    assert.deepEqual(await subjects('?to=ADA'), ['First'])
    assert.deepEqual(await subjects('?subject=second'), ['Second'])
    assert.deepEqual(await subjects(`?since=${new Date(Date.now() + 1000).toISOString()}`), [])
    assert.equal((await fetch(`${sandbox.url}/_mail/messages?since=soon`)).status, 422)
  })

  test('HTML is served where it can do nothing', async ({ assert }) => {
    await send({ html: '<html><head></head><body><script>alert(1)</script><b>Hi</b></body></html>' })
    const [message] = await inbox()
    const response = await fetch(`${sandbox.url}/_mail/messages/${message?.id}/html`)
    const policy = response.headers.get('content-security-policy') ?? ''
    assert.include(policy, "default-src 'none'")
    assert.match(policy, /sandbox(?!.*allow-scripts)/)
    assert.include(await response.text(), '<b>Hi</b>')
  })

  test('recipients are refused for now, for good, or only one of them', async ({ assert }) => {
    const codeOf = async (mail: nodemailer.SendMailOptions) =>
      send(mail).then(
        () => 250,
        (error: { responseCode?: number }) => error.responseCode
      )
    await sandbox.fault('mail', 'reject_temporarily', { times: 1 })
    assert.equal(await codeOf({}), 451)
    await sandbox.fault('mail', 'reject', { route: 'SMTP /gone@example.test' })
    assert.equal(await codeOf({ to: 'gone@example.test' }), 550)
    assert.equal(await codeOf({ to: 'ada@example.test' }), 250)
    assert.lengthOf(await inbox(), 1)
  })

  test('a message whose confirmation is lost was kept; it is still there after a kill', async ({
    assert,
  }) => {
    await sandbox.fault('mail', 'timeout_after', { times: 1 })
    await assert.rejects(() => send({ subject: 'Lost answer' }, 300))
    await sandbox.kill()
    await sandbox.boot()
    assert.deepEqual(
      (await inbox()).map(({ subject }) => subject),
      ['Lost answer']
    )
  })

  test('the inbox can be emptied', async ({ assert }) => {
    await send({})
    await sandbox.json('DELETE', '/_mail/messages')
    assert.lengthOf(await inbox(), 0)
  })
})
