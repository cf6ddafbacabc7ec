import { Hash } from '@adonisjs/core/hash'
import { Scrypt } from '@adonisjs/core/hash/drivers/scrypt'
import hash from '@adonisjs/core/services/hash'

const cheap = new Hash(
  new Scrypt({ cost: 16, blockSize: 8, parallelization: 1, maxMemory: 32 * 1024 * 1024 })
)
const real = { make: hash.make, verify: hash.verify, needsReHash: hash.needsReHash }

/**
 * The same algorithm for next to nothing: thousands of people are made in a run of all tests, and a password costs a fifth of a second of a
 * processor. What it costs is tested with {@link withRealPasswords}.
 */
export function hashPasswordsCheaply(): void {
  // How long a sign-in takes is measured with what it costs.
  if (process.env.TEST_TIMING !== undefined) return
  hash.make = (value) => cheap.make(value)
  hash.verify = (hashed, value) => cheap.verify(hashed, value)
  hash.needsReHash = (hashed) => cheap.needsReHash(hashed)
}

/** For what is about how long a password takes. @returns what makes them cheap again */
export function withRealPasswords(): () => void {
  Object.assign(hash, real)
  return hashPasswordsCheaply
}
