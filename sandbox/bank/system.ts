/** A bank at which the merchant has an account: people send transfers, statements are downloaded, transfers come back. */
import type { FastifyInstance } from 'fastify'
import type { Kit, SandboxSystem } from '../core/system.ts'
import { registerBank } from './pages.ts'
import { transfersOf } from './transfers.ts'

const rowsMax = 100

export const bank: SandboxSystem = {
  name: 'bank',
  title: 'Bank',
  apiPrefixes: ['/bank/'],
  faults: {},
  register(app: FastifyInstance, kit: Kit) {
    registerBank(app, kit)
  },
  overview(kit) {
    const transfers = transfersOf(kit).list()
    return [
      { label: 'Transfers', value: transfers.filter(({ side }) => side === 'CRDT').length },
      { label: 'Came back', value: transfers.filter(({ side }) => side === 'DBIT').length, tone: 'bad' },
    ]
  },
  tables: (kit) => [
    {
      name: 'transfers',
      title: 'Transfers',
      columns: ['Id', 'Day', 'Amount', 'From', 'Reference', 'To'],
      rows: transfersOf(kit)
        .list({ newestFirst: true, limit: rowsMax })
        .map(({ id, day, side, amount, name, text, account, returned }) => ({
          cells: [id, day, `${side === 'DBIT' ? '-' : ''}${amount} EUR`, name, text, account],
          href: '/bank/transfer',
          actions:
            side === 'CRDT' && !returned
              ? [{ label: 'Give back on the next day', method: 'POST', url: `/bank/transfers/${id}/return` }]
              : [],
        })),
    },
  ],
  state: (kit) => ({ transfers: transfersOf(kit).list() }),
  reset() {},
}
