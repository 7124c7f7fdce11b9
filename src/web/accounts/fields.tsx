// The fields in which people say who they are, the same wherever they are asked.
import { type FormState, TextField } from "../layout/forms.tsx";
import type { Page } from "../request.ts";

type FieldProps = { readonly page: Page; readonly form: FormState };

export function EmailField({ page: { t }, form, hint }: FieldProps & { readonly hint?: string }) {
  return (
    <TextField
      t={t}
      form={form}
      name="email"
      type="email"
      label={t("accounts.email")}
      hint={hint}
      required
      autocomplete="username"
      maxlength={254}
    />
  );
}

/** The password that an account has, which its owner knows by heart or by a password manager. */
export function CurrentPasswordField({
  page: { t },
  form,
  name = "password",
  label = t("accounts.password"),
}: FieldProps & { readonly name?: string; readonly label?: string }) {
  return (
    <TextField
      t={t}
      form={form}
      name={name}
      type="password"
      label={label}
      required
      autocomplete="current-password"
      maxlength={256}
    />
  );
}

/** The password that an account is to have from now on. */
export function NewPasswordField({
  page: { t },
  form,
  name = "newPassword",
  label = t("accounts.passwordNew"),
}: FieldProps & { readonly name?: string; readonly label?: string }) {
  return (
    <TextField
      t={t}
      form={form}
      name={name}
      type="password"
      label={label}
      hint={t("accounts.passwordHint")}
      required
      autocomplete="new-password"
      maxlength={256}
    />
  );
}
