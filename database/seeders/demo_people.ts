import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { customerAbilities, staffAbilities } from '#app/shared/http/caller'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { SignUp, UpdateCustomer } from '#app/customers/index'
import { AddStaffMember, hashToken, tokenPrefix } from '#app/identity/index'
import { demoCustomer, demoStaff, demoToken } from '#database/seeders/demo_access'

/** The cast: Ada pays on time, Brook is always late, Chandra will resell, Dagny sits in another tax zone. */
const cast = [
  { name: demoCustomer.name, email: demoCustomer.email, currency: 'EUR', country: 'DE', city: 'Berlin', postal_code: '10115', street: 'Invalidenstraße 117' },
  { name: 'Brook Taylor', email: 'brook@example.com', currency: 'USD', country: 'US', city: 'Austin', postal_code: '78701', street: '500 W 2nd St' },
  { name: 'Chandra Sekhar', email: 'chandra@example.com', currency: 'GBP', country: 'GB', city: 'London', postal_code: 'EC2A 4NE', street: '1 Finsbury Avenue' },
  { name: 'Dagny Taggart', email: 'dagny@example.com', currency: 'EUR', country: 'NO', city: 'Oslo', postal_code: '0150', street: 'Karl Johans gate 1' },
] // prettier-ignore

/** Customers and a staff member who can sign in, and a token for one of each. */
export async function seedPeople(): Promise<void> {
  for (const person of cast) await seedCustomer(person)
  const staffId = await findUserId(demoStaff.email)
  if (!staffId) {
    const action = await app.container.make(AddStaffMember)
    await action.execute({
      name: demoStaff.name,
      email: demoStaff.email,
      password: demoStaff.password,
      locale: 'en',
      roles: ['owner'],
    })
  }
  await seedToken({ person: demoStaff, abilities: [...staffAbilities], customerId: null })
  await seedToken({
    person: demoCustomer,
    abilities: [...customerAbilities],
    customerId: await findCustomerId(demoCustomer.email),
  })
}

async function seedCustomer(person: (typeof cast)[number]): Promise<void> {
  if (await findUserId(person.email)) return
  const { name, email, currency, country, ...address } = person
  const signUp = await app.container.make(SignUp)
  const signedUp = await signUp.execute({
    name,
    email,
    password: demoCustomer.password,
    currency,
    country,
    locale: 'en',
  })
  if (!signedUp.ok) throw new Error(`The demo customer ${email} could not be made: ${signedUp.error.type}`)
  const update = await app.container.make(UpdateCustomer)
  await update.execute(signedUp.value.customer.id, { ...address, country })
}

function findUserId(email: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const row = await db.selectFrom('users').select('id').where('email', '=', email).executeTakeFirst()
    return row?.id ?? null
  })
}

function findCustomerId(email: string): Promise<string | null> {
  return inReadTransaction(async () => {
    const row = await db.selectFrom('customers').select('id').where('email', '=', email).executeTakeFirst()
    return row?.id ?? null
  })
}

async function seedToken(input: {
  person: typeof demoStaff
  abilities: string[]
  customerId: string | null
}): Promise<void> {
  const userId = await findUserId(input.person.email)
  if (!userId) throw new Error(`The demo person ${input.person.email} is missing`)
  await inTransaction(() =>
    db
      .insertInto('api_tokens')
      .values({
        id: newId(),
        user_id: userId,
        customer_id: input.customerId,
        name: 'Demo',
        token_hash: hashToken(demoToken(input.person, tokenPrefix)),
        abilities: input.abilities,
        created_at: new Clock().now(),
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'token_hash']).doNothing())
      .execute()
  )
}
