CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "licenses" (
	"jti" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "licenses_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"issuer" text NOT NULL,
	"twins" jsonb NOT NULL,
	"plan" text NOT NULL,
	"kind" text NOT NULL,
	"kid" text NOT NULL,
	"not_before" timestamp with time zone NOT NULL,
	"not_after" timestamp with time zone NOT NULL,
	CONSTRAINT "licenses_kind" CHECK ("licenses"."kind" in ('trial', 'subscription', 'ci')),
	CONSTRAINT "licenses_ttl_maximum" CHECK ("licenses"."not_after" - "licenses"."not_before" <= interval '7 days'),
	CONSTRAINT "licenses_ttl_positive" CHECK ("licenses"."not_after" > "licenses"."not_before")
);
--> statement-breakpoint
CREATE TABLE "revocations" (
	"jti" text PRIMARY KEY NOT NULL,
	"revoked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "telemetry_events" (
	"event_id" uuid PRIMARY KEY NOT NULL,
	"twin_id" text NOT NULL,
	"twin_version" text NOT NULL,
	"account_id" text NOT NULL,
	"license_jti" text NOT NULL,
	"type" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"payload" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "telemetry_mismatches" (
	"license_jti" text NOT NULL,
	"claimed_twin" text NOT NULL,
	"account_id" text NOT NULL,
	"licensed_twins" jsonb NOT NULL,
	"batches" integer NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "telemetry_mismatches_license_jti_claimed_twin_pk" PRIMARY KEY("license_jti","claimed_twin")
);
--> statement-breakpoint
ALTER TABLE "licenses" ADD CONSTRAINT "licenses_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revocations" ADD CONSTRAINT "revocations_jti_licenses_jti_fk" FOREIGN KEY ("jti") REFERENCES "public"."licenses"("jti") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "licenses_account_seq" ON "licenses" USING btree ("account_id","seq");--> statement-breakpoint
CREATE INDEX "telemetry_events_twin_type" ON "telemetry_events" USING btree ("twin_id","type","at");