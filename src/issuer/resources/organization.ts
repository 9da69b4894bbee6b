import type { Json } from "../json-response.ts";
import {
  ROLES,
  type Belonging,
  type Membership,
  type Organization,
  type RoleDescription,
} from "../organizations.ts";
import { publicUserData } from "./public-user-data.ts";

/** Told to clients as the limit; nothing here enforces one. */
export const MAX_MEMBERSHIPS = 5;

export function organizationResource(organization: Organization): Json {
  return {
    object: "organization",
    id: organization.id,
    name: organization.name,
    slug: organization.slug,
    image_url: organization.imageUrl,
    has_image: false,
    members_count: organization.members.length,
    pending_invitations_count: 0,
    max_allowed_memberships: MAX_MEMBERSHIPS,
    admin_delete_enabled: true,
    self_serve_sso_enabled: false,
    public_metadata: {},
    created_at: organization.createdAt,
    updated_at: organization.updatedAt,
  };
}

/** A membership as its own person sees it. */
export function membershipResource({ organization, membership }: Belonging): {
  readonly [name: string]: Json;
} {
  const { name, permissions } = ROLES[membership.role];
  return {
    object: "organization_membership",
    id: membership.id,
    public_metadata: {},
    role: membership.role,
    role_name: name,
    permissions: [...permissions],
    created_at: membership.createdAt,
    updated_at: membership.updatedAt,
    organization: organizationResource(organization),
  };
}

/** A membership as the other members see it. */
export function memberResource(organization: Organization, membership: Membership): Json {
  return {
    ...membershipResource({ organization, membership }),
    public_user_data: publicUserData(membership.account),
  };
}

/** The permissions of every role are the system's own. */
export function roleResource(key: string, { name, permissions }: RoleDescription, createdAt: number): Json {
  const common = { created_at: createdAt, updated_at: createdAt };
  return {
    object: "role",
    id: `role_${key.replace(":", "_")}`,
    name,
    key,
    description: "",
    is_creator_eligible: key === "org:admin",
    permissions: permissions.map((permission) => ({
      object: "permission",
      id: `perm_${permission.replaceAll(":", "_")}`,
      name: permission,
      key: permission,
      description: "",
      type: "system",
      ...common,
    })),
    ...common,
  };
}

/** A page of a list, or the whole of it, as `paginated`, `limit` and `offset` of the query ask. */
export function page(items: readonly Json[], query: URLSearchParams): Json {
  if (query.get("paginated") !== "true") return items;
  const offset = count(query.get("offset"), 0);
  const limit = count(query.get("limit"), 10);
  return { data: items.slice(offset, offset + limit), total_count: items.length };
}

function count(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;
}
