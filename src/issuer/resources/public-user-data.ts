import type { Json } from "../json-response.ts";
import type { Account } from "../people.ts";

/** What others may see of a user. */
export function publicUserData(account: Account): Json {
  const { person } = account;
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    image_url: account.imageUrl,
    has_image: false,
    identifier: person.emailAddress,
    user_id: person.id,
  };
}
