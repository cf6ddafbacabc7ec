/** A role of the staff: a usual one, which has its name in every language, or one of the business's own. */
export interface StaffRole {
  name: string
  label: string | null
  abilities: string[]
  is_own: boolean
}
