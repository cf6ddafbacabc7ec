/** Arithmetic on dotted addresses, and the next free ones of a panel's blocks. */
import type { BlockSpec, PanelSpec } from './panels.ts'

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')
}

export function blockAddresses(block: BlockSpec): string[] {
  const first = toNumber(block.first)
  return Array.from({ length: block.size }, (_, index) => toAddress(first + index))
}

export function blockOf(panel: PanelSpec, address: string): BlockSpec | undefined {
  const value = toNumber(address)
  return panel.blocks.find((block) => {
    const first = toNumber(block.first)
    return value >= first && value < first + block.size
  })
}

export interface FreeAddress {
  blockId: number
  address: string
}

/** The first free addresses, block after block; fewer than asked for when the panel runs out. */
export function takeFreeAddresses(panel: PanelSpec, used: Set<string>, count: number): FreeAddress[] {
  const taken: FreeAddress[] = []
  for (const block of panel.blocks) {
    for (const address of blockAddresses(block)) {
      if (taken.length === count) return taken
      if (!used.has(address)) taken.push({ blockId: block.id, address })
    }
  }
  return taken
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)
}
