import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok } from '#app/shared/result'
import type { ServerBackup } from '#app/provisioning/drivers/contract'
import {
  serviceBackupMade,
  serviceBackupRemoved,
  serviceBackupRestored,
} from '#app/provisioning/belonging_events'
import { OpenPanelAccess, type PanelAccessInput } from '#app/provisioning/actions/open_panel_access'
import { type BelongingsAnswer, recordOnService, told } from '#app/provisioning/actions/panel_answers'
import { listOpenOperations } from '#app/provisioning/records/operations'

/** Copies of a service, as its panel keeps them. A copy is looked up among the service's own before anything is done with it. */
@inject()
export class ServiceBackups {
  constructor(
    private events: EventLog,
    private access: OpenPanelAccess
  ) {}

  async list(input: PanelAccessInput): BelongingsAnswer<ServerBackup[]> {
    const opened = await this.access.reach(input, 'backupList')
    if (!opened.ok) return opened
    return told(await opened.value.panel.backupList!.listBackups(opened.value.reference))
  }

  /** Not repeatable: a lost answer may have made one, and the list shows it. @returns all of them as they are afterwards */
  async make({ name, ...input }: PanelAccessInput & { name: string }): BelongingsAnswer<ServerBackup[]> {
    const opened = await this.access.reach(input, 'backupCreation')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    const made = told(await panel.backupCreation!.createBackup(reference, name))
    if (!made.ok) return made
    await recordOnService(this.events, serviceBackupMade, { service, name })
    return this.list(input)
  }

  /** What is on the server now is overwritten. Never beside other work on the service: both would write to its disk. */
  async restore(input: PanelAccessInput & { backup: string }): BelongingsAnswer<ServerBackup[]> {
    const found = await this.find(input, 'backupRestore')
    if (!found.ok) return found
    const { panel, reference, service, backup } = found.value
    const open = await inReadTransaction(() => listOpenOperations(service.id))
    if (open.length > 0) return err({ type: 'already_under_way' })
    if (backup.state !== 'done')
      return err({ type: 'refused_by_panel', message: 'The copy is not finished, or it failed.' })
    const restored = told(await panel.backupRestore!.restoreBackup(reference, backup.reference))
    if (!restored.ok) return restored
    await recordOnService(this.events, serviceBackupRestored, { service, name: backup.name })
    return this.list(input)
  }

  async remove(input: PanelAccessInput & { backup: string }): BelongingsAnswer<void> {
    const found = await this.find(input, 'backupRemoval')
    if (!found.ok) return found
    const { panel, reference, service, backup } = found.value
    const removed = told(await panel.backupRemoval!.removeBackup(reference, backup.reference))
    if (!removed.ok) return removed
    await recordOnService(this.events, serviceBackupRemoved, { service, name: backup.name })
    return ok()
  }

  private async find(
    { backup, ...input }: PanelAccessInput & { backup: string },
    capability: 'backupRestore' | 'backupRemoval'
  ) {
    const opened = await this.access.reach(input, capability)
    if (!opened.ok) return opened
    const { panel, reference } = opened.value
    const listed = told(await panel.backupList!.listBackups(reference))
    if (!listed.ok) return listed
    const found = listed.value.find((each) => each.reference === backup)
    return found ? ok({ ...opened.value, backup: found }) : err({ type: 'not_there' as const })
  }
}
