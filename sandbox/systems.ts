import type { SandboxSystem } from './core/system.ts'

/** Every stand-in, listed once. */
export const systems: SandboxSystem[] = []
