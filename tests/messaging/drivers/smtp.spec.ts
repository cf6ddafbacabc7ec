import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { test } from '@japa/runner'
import { SmtpDriver } from '#app/messaging/drivers/smtp/driver'

const mail = {
  messageId: '<one@example.test>',
  from: { name: 'EZSCALE', address: 'no-reply@ezscale.test' },
  replyTo: null,
  to: 'ada@example.test',
  subject: 'Hello',
  text: 'Hello Ada',
  html: '<p>Hello Ada</p>',
}

/** A server that answers each line in the shortest way, or hangs up at a command. */
async function openServer(answers: Record<string, string | null> = {}, host = '127.0.0.1') {
  const seen = { connections: 0, lines: [] as string[], sockets: new Set<Socket>() }
  const server = createServer((socket) => {
    seen.connections += 1
    seen.sockets.add(socket)
    let isBody = false
    socket.on('error', () => undefined)
    socket.write('220 ready\r\n')
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        if (isBody && line !== '.') continue
        const command = line === '.' ? 'END' : line.split(/[ :]/)[0]!.toUpperCase()
        isBody = command === 'DATA'
        seen.lines.push(command)
        const answer = command in answers ? answers[command] : isBody ? '354 go on' : '250 OK'
        if (answer === null) return socket.destroy()
        socket.write(`${answer}\r\n`)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address() as { port: number }
  return { seen, server, driver: new SmtpDriver(`smtp://${host}:${address.port}`) }
}

async function close({ server, driver, seen }: Awaited<ReturnType<typeof openServer>>): Promise<void> {
  await driver.close()
  for (const socket of seen.sockets) socket.destroy()
  await new Promise<Server | unknown>((resolve) => server.close(resolve))
}

test.group('Mail by SMTP', () => {
  test('mails that follow each other share a connection', async ({ assert }) => {
    const there = await openServer()
    for (let count = 0; count < 3; count += 1)
      assert.deepEqual(await there.driver.send(mail), { type: 'accepted' })
    assert.equal(there.seen.connections, 1)
    await close(there)
  })

  test('a kept connection that the server closed meanwhile costs no mail', async ({ assert }) => {
    const there = await openServer()
    await there.driver.send(mail)
    for (const socket of there.seen.sockets) {
      const isClosed = once(socket, 'close')
      socket.end()
      await isClosed
    }
    assert.deepEqual(await there.driver.send(mail), { type: 'accepted' })
    await close(there)
  })

  const refusals = [
    ['a mailbox that does not exist is refused for good', { RCPT: '550 no such mailbox' }, 'refused', 1],
    ['a server that is busy is tried later', { RCPT: '451 greylisted' }, 'retry_later', 1],
    ['a server that always hangs up is tried later, and not without end', { DATA: null }, 'retry_later', 2],
  ] as const
  for (const [name, answers, type, tries] of refusals)
    test(name, async ({ assert }) => {
      const there = await openServer(answers)
      assert.equal((await there.driver.send(mail)).type, type)
      assert.isAtMost(there.seen.connections, tries)
      await close(there)
    })

  test('no server at all is tried later', async ({ assert }) => {
    const there = await openServer()
    await close(there)
    const driver = there.driver
    assert.equal((await driver.send(mail)).type, 'retry_later')
    await driver.close()
  })

  test('tells another machine nothing before its line is encrypted', async ({ assert, cleanup }) => {
    const other = await openServer({ EHLO: '250 no TLS here', STARTTLS: '502 unknown' }, '127.0.0.3')
    cleanup(() => close(other))
    assert.notEqual((await other.driver.send(mail)).type, 'accepted')
    assert.notInclude(other.seen.lines, 'MAIL')
  })
})
