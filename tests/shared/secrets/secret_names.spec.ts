import { test } from '@japa/runner'
import { showSpec, type ConfiguredSpec } from '#app/catalogue/index'
import { showStartup } from '#app/provisioning/http/transformers/startup_transformer'
import { redact } from '#app/shared/outbound/redact'
import { isSecretVariable } from '#app/shared/secrets/secret_names'

const secrets = ['PASSWORD', 'SERVER_PASSWORD', 'RCON_PASS', 'ADMIN_PW', 'RCON_PORT', 'STEAM_GSLT', 'LICENSE_KEY', 'API_TOKEN', 'passphrase'] // prettier-ignore
const others = [
  'WORLD',
  'SERVER_NAME',
  'PASSES',
  'PASSENGERS',
  'KEYBOARD',
  'MINECRAFT_VERSION',
  'PUBLIC_SERVER',
]
const values = Object.fromEntries([...secrets, ...others].map((name) => [name, `of-${name}`]))

test.group('Settings of a game', () => {
  test('let somebody in or not, by their names', ({ assert }) => {
    assert.deepEqual([...secrets, ...others].filter(isSecretVariable), secrets)
  })

  test('are shown of a spec without those that do', ({ assert }) => {
    const spec = { kind: 'game', variables: values, template: null } as unknown as ConfiguredSpec
    assert.sameMembers(Object.keys(showSpec(spec).variables as object), others)
  })

  test('are shown with their values to whoever may see secrets, and kept in no log', ({ assert }) => {
    const variable = (code: string) => ({ code, name: code, description: '', defaultValue: '', rules: '', isEditable: true, value: values[code]! }) // prettier-ignore
    const startup = {
      command: './run',
      image: 'x',
      images: ['x'],
      variables: Object.keys(values).map(variable),
    }
    const shown = (seesSecrets: boolean) => showStartup(startup, seesSecrets).variables.filter(({ value }) => value !== '') // prettier-ignore
    assert.lengthOf(shown(true), secrets.length + others.length)
    assert.sameMembers(
      shown(false).map(({ code }) => code),
      others
    )
    const kept = JSON.stringify(
      redact({ environment: { RCON_PASS: 'of-RCON', ADMIN_PW: 'of-ADMIN', WORLD: 'x' } })
    )
    assert.notMatch(kept, /of-/)
    assert.include(kept, '"WORLD":"x"')
  })
})
