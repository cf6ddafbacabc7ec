import { Readable } from 'node:stream'
import { test } from '@japa/runner'
import ace from '@adonisjs/core/services/ace'
import ConnectGatewayCommand from '#app/payments/commands/connect_gateway'
import { createTenant } from '#tests/support/tenants'

test.group('bin/ace gateway:connect', () => {
  test('says in sentences what is wrong with which setting', async ({ assert }) => {
    const tenant = await createTenant()
    ace.ui.switchMode('raw')
    const connect = async (args: string[], secrets: string[]) => {
      const command = await ace.create(ConnectGatewayCommand, [tenant.slug, ...args])
      command.input = Readable.from(secrets.map((secret) => `${secret}\n`))
      await command.exec()
      const said = command.ui.logger.getLogs().map(({ message }) => message)
      command.ui.logger.flushLogs()
      return `${command.exitCode ?? 0} ${said.join(' ')}`
    }
    assert.match(await connect([], []), /^1 .*publishableKey: Please fill this in\./)
    const mixed = await connect(['--publishable-key=pk_test_1'], ['sk_live_1', 'whsec_1'])
    assert.match(mixed, /^1 .*secretKey: This is for the other mode than the rest\./)
    assert.notMatch(mixed, /gateways\.|_mode|\{/)
  })
})
