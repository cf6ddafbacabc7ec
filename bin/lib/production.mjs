import { execve } from 'node:process'
import { root } from './host.mjs'
import { checkAddressesAreFree } from './ports.mjs'
import { productionEnvironment } from './production_checks.mjs'
import { applicationProgram } from './programs.mjs'
import { Refusal, runEntrance } from './refusal.mjs'
import { readEnvironment, readSettings } from './settings.mjs'

/** `bin/server` and `bin/worker`: checks the settings, then becomes the program, which keeps signals and memory simple. */
await runEntrance(async () => {
  const name = process.argv[2]
  const given = readEnvironment()
  const settings = readSettings({ ...given, NODE_ENV: given.NODE_ENV ?? 'production' })
  if (settings.mode !== 'production') {
    throw new Refusal(
      `bin/${name} is for production and NODE_ENV is "${settings.mode}": unset it, or use "npm start" for development.`
    )
  }
  const environment = productionEnvironment(settings)
  if (name === 'server') {
    // What listens on another address of the machine, such as a proxy, is none of ours.
    const host = String(environment.HOST)
    const { port } = settings
    await checkAddressesAreFree({ port, host, setting: 'PORT', what: 'web', addresses: [host] })
  }
  process.chdir(root)
  const defined = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined))
  if (!execve)
    throw new Refusal('This Node.js cannot replace its own process: use the one in node_modules/.bin.')
  return execve(process.execPath, [process.execPath, ...applicationProgram(`bin/${name}.ts`)], defined)
})
