import { createServer } from 'node:net'
import { Refusal } from './refusal.mjs'

/**
 * @param {number} port @param {string} host
 * @returns {Promise<string | null>} the error code that stands in the way
 */
function tryListening(port, host) {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', (error) => done('code' in error ? String(error.code) : 'UNKNOWN'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(null)))
  })
}

/** How long the programs of a killed start may take to notice and to leave their ports, on a busy machine. */
const patienceMs = 3_000

/**
 * @param {number} port @param {string} address
 * @returns {Promise<string | null>}
 */
async function listenWithPatience(port, address) {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const problem = await tryListening(port, address)
    if (problem !== 'EADDRINUSE' || performance.now() > deadline) return problem
    await new Promise((resume) => setTimeout(resume, 250))
  }
}

/**
 * Refuses a port that something else holds, before anything is started.
 * The IPv6 loopback is tried as well: a browser may well prefer what listens there.
 * @param {{ port: number, host: string, setting: string, what: string }} wanted
 */
export async function checkPortIsFree({ port, host, setting, what }) {
  await checkAddressesAreFree({ port, host, setting, what, addresses: [host, '127.0.0.1', '::1'] })
}

/**
 * The same for the addresses that are named, and no other.
 * @param {{ port: number, host: string, setting: string, what: string, addresses: string[] }} wanted
 */
export async function checkAddressesAreFree({ port, host, setting, what, addresses }) {
  for (const address of new Set(addresses)) {
    const problem = await listenWithPatience(port, address)
    if (problem === 'EADDRINUSE') {
      throw new Refusal(
        `Port ${port} (${what}) is taken by another program: stop it, or set ${setting} to a free port.`
      )
    }
    if (problem === 'EACCES') {
      throw new Refusal(
        `Port ${port} (${what}) may not be used by this user: set ${setting} to a port above 1023.`
      )
    }
    if (problem !== null && address === host) {
      throw new Refusal(
        `This machine cannot listen on ${host}, port ${port} (${problem}): set HOST to one of its addresses.`
      )
    }
  }
}

/** @returns {Promise<number>} a port of the loopback that nothing uses now */
export function findFreePort() {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address()
      const port = address && typeof address === 'object' ? address.port : 0
      server.close(() => done(port))
    })
  })
}
