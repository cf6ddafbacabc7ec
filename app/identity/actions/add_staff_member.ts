import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { Ability } from '#app/shared/http/caller'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { CreateUser, type CreateUserError, hashPassword } from '#app/identity/actions/create_user'
import { abilitiesOfRoles, hasAll, type StaffRole } from '#app/identity/domain/roles'
import { staffMemberAdded } from '#app/identity/events'
import * as staffMembers from '#app/identity/records/staff_members'
import * as staffRoles from '#app/identity/records/staff_roles'

export interface NewStaffMember {
  email: string
  name: string
  password: string
  locale: string
  roles: StaffRole[]
  /** What whoever adds them may do; absent: the operator, at the machine. */
  by?: ReadonlySet<Ability>
}

export type AddStaffMemberError = CreateUserError | { type: 'not_yours_to_give' }

/** Lets a person work for the tenant, with roles. */
@inject()
export class AddStaffMember {
  constructor(
    private clock: Clock,
    private createUser: CreateUser,
    private events: EventLog
  ) {}

  async execute({
    password,
    roles,
    by,
    ...person
  }: NewStaffMember): Promise<Result<{ userId: string }, AddStaffMemberError>> {
    const passwordHash = await hashPassword(password)
    return inTransaction(async () => {
      const given = abilitiesOfRoles(roles, await staffRoles.readBook())
      if (by && !hasAll(by, given)) return err({ type: 'not_yours_to_give' as const })
      const created = await this.createUser.execute({
        ...person,
        passwordHash,
        isEmailProven: true,
        kind: 'staff',
      })
      if (!created.ok) return created
      const userId = created.value.id
      await staffMembers.insert({ user_id: userId, roles, created_at: this.clock.now() })
      await this.events.record([
        fact(staffMemberAdded, { kind: 'user', id: userId }, { data: { userId, roles } }),
      ])
      return ok({ userId })
    })
  }
}
