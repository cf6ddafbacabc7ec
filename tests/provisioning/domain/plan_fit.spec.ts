import { test } from '@japa/runner'
import { findPlanFault } from '#app/provisioning/domain/plan_fit'

const sizes = { cpuCores: 2, memoryMb: 4096, storageGb: 80 }
const wish = { package: 'VPS 2', stockKey: null, sizes }
const offered = { reference: '1', name: 'VPS 2', isOpen: true, sizes }
const machine = { stockKey: 'epyc/64', description: 'EPYC', location: 'fra', free: 1 }
const none = { packages: [], inventory: [] }

test.group('Whether a panel has what a plan wants', () => {
  for (const [name, wanted, offers, fault] of [
    ['its package is there', wish, { ...none, packages: [offered] }, null],
    ['the panel lists no packages', wish, none, null],
    ['the package says no sizes', wish, { ...none, packages: [{ ...offered, sizes: {} }] }, null],
    ['the package is larger', wish, { ...none, packages: [{ ...offered, sizes: { ...sizes, memoryMb: 8192 } }] }, null],
    ['another package is there', wish, { ...none, packages: [{ ...offered, name: 'VPS 3' }] }, 'package_missing'],
    ['the case differs', wish, { ...none, packages: [{ ...offered, name: 'vps 2' }] }, 'package_missing'],
    ['it is closed', wish, { ...none, packages: [{ ...offered, isOpen: false }] }, 'package_closed'],
    ['it is smaller', wish, { ...none, packages: [{ ...offered, sizes: { ...sizes, storageGb: 79 } }] }, 'package_smaller'],
    ['a machine of the sort is free', { ...wish, stockKey: 'epyc/64' }, { ...none, inventory: [machine] }, null],
    ['none is free', { ...wish, stockKey: 'epyc/128' }, { ...none, inventory: [machine] }, 'no_machine_free'],
  ] as const) {
    test(name, ({ assert }) => assert.equal(findPlanFault(wanted, offers as never), fault))
  } // prettier-ignore
})
