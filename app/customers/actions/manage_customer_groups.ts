import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import {
  customerGroupChanged,
  customerGroupCreated,
  customerGroupRemoved,
  customerMoved,
} from '#app/customers/events'
import * as groups from '#app/customers/records/customer_groups'
import * as customers from '#app/customers/records/customers'

interface GroupWords {
  code: string
  name: string
}

export type GroupError =
  | { type: 'group_not_found' | 'code_taken' | 'customer_not_found' }
  | { type: 'group_changed_meanwhile'; version: number }
  | { type: 'group_in_use'; customerCount: number }

/** Makes groups of customers, and moves customers between them. What a group means for money is said by billing. */
@inject()
export class ManageCustomerGroups {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  create({ code, name }: GroupWords): Promise<Result<groups.CustomerGroup, GroupError>> {
    return inTransaction(async () => {
      const group = { id: newId(), code, name, createdAt: this.clock.now() }
      if (!(await groups.insertGroup(group))) return err({ type: 'code_taken' })
      await this.tell(customerGroupCreated, group)
      return ok({ ...group, version: 1, customerCount: 0 })
    })
  }

  change(input: GroupWords & { groupId: string; version: number }): Promise<Result<groups.CustomerGroup, GroupError>> {
    return inTransaction(async () => {
      const { groupId, version, code, name } = input
      const group = await groups.lockGroup(groupId)
      if (!group) return err({ type: 'group_not_found' })
      if (group.version !== version) return err({ type: 'group_changed_meanwhile', version: group.version })
      const owner = await groups.findGroupWithCode(code)
      if (owner !== null && owner !== groupId) return err({ type: 'code_taken' })
      await groups.updateGroup(groupId, version, { code, name })
      const changed = { ...group, code, name, version: version + 1 }
      await this.tell(customerGroupChanged, changed)
      return ok(changed)
    })
  } // prettier-ignore

  remove({ groupId }: { groupId: string }): Promise<Result<groups.CustomerGroup, GroupError>> {
    return inTransaction(async () => {
      const group = await groups.lockGroup(groupId)
      if (!group) return err({ type: 'group_not_found' })
      const { customerCount } = group
      if (customerCount > 0) return err({ type: 'group_in_use', customerCount })
      await groups.removeGroup(groupId)
      await this.tell(customerGroupRemoved, group)
      return ok(group)
    })
  }

  /** @param input.groupId null takes the customer out of any group */
  move(input: {
    customerId: string
    groupId: string | null
  }): Promise<Result<groups.CustomerGroup | null, GroupError>> {
    return inTransaction(async () => {
      const { customerId, groupId } = input
      const customer = await customers.lock(customerId)
      if (!customer) return err({ type: 'customer_not_found' })
      const group = groupId === null ? null : await groups.lockGroup(groupId)
      if (groupId !== null && !group) return err({ type: 'group_not_found' })
      if (customer.group_id === groupId) return ok(group)
      const today = dateIn(currentTenant().timeZone, this.clock.now())
      await customers.update(customerId, { group_id: groupId, group_since: today })
      const data = {
        customerId,
        fromGroupId: customer.group_id,
        toGroupId: groupId,
        name: group?.name ?? null,
      }
      await this.events.record([
        fact(customerMoved, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(group && { ...group, customerCount: group.customerCount + 1 })
    })
  }

  private tell(
    event: typeof customerGroupCreated | typeof customerGroupChanged | typeof customerGroupRemoved,
    { id, code, name }: GroupWords & { id: string }
  ): Promise<void> {
    return this.events.record([
      fact(event, { kind: 'customer_group', id }, { data: { groupId: id, code, name } }),
    ])
  }
}
