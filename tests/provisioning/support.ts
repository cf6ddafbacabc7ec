import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import type { Sandbox } from '#tests/support/sandbox'
import { as } from '#tests/support/tenants'

export interface PanelServer {
  id: number
  name: string
  hostname: string | null
  suspended: boolean
  running: boolean
  builtAt: string | null
  passwordSha256: string | null
  packageId: number
  templateId: number | null
  backupPlanId: number
  sshKeyIds: number[]
}

/** What stands on a panel of the sandbox, whoever asked for it. */
export async function serversOn(sandbox: Sandbox, panel: 'fra' | 'nyc'): Promise<PanelServer[]> {
  const { panels } = await sandbox.state<{ panels: Record<string, { servers: PanelServer[] }> }>('virtfusion')
  return panels[panel]!.servers
}

/** What was announced about a subject, in order. */
export async function eventNames(tenant: Tenant, subjectId: string): Promise<string[]> {
  const rows = await as(tenant, () =>
    inReadTransaction(() =>
      db.selectFrom('events').select('type').where('subject_id', '=', subjectId).orderBy('seq').execute()
    )
  )
  return rows.map((row) => row.type)
}
