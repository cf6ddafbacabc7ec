import { defineConfig, drivers } from '@adonisjs/core/encryption'
import env from '#start/env'
import type { InferEncryptors } from '@adonisjs/core/types'

/** Cookies and signed links. Secrets in the database have their own keyring (app/shared/secrets). */
function appKeys(): string[] {
  const older = env.get('APP_KEYS_BEFORE')?.release() ?? ''
  return [env.get('APP_KEY').release(), ...older.split(',').filter((key) => key !== '')]
}

const encryptionConfig = defineConfig({
  default: 'aes',
  list: { aes: drivers.aes256gcm({ id: 'app', keys: appKeys() }) },
})

export default encryptionConfig

declare module '@adonisjs/core/types' {
  export interface EncryptorsList extends InferEncryptors<typeof encryptionConfig> {}
}
