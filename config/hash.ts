import { defineConfig, drivers } from '@adonisjs/core/hash'
import type { InferHashers } from '@adonisjs/core/types'

/** scrypt with N=2^14, r=8, p=5: one of the equal settings of OWASP's Password Storage Cheat Sheet, and the one that needs 16 MB. */
const hashConfig = defineConfig({
  default: 'scrypt',
  list: {
    scrypt: drivers.scrypt({ cost: 2 ** 14, blockSize: 8, parallelization: 5, maxMemory: 64 * 1024 * 1024 }),
  },
})

export default hashConfig

declare module '@adonisjs/core/types' {
  export interface HashersList extends InferHashers<typeof hashConfig> {}
}
