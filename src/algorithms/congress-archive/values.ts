// The simplest values in an archive's files.
import { z } from "zod";

export const id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
export const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
export const count = z.int().min(0);
export const number = z.int().min(1);
