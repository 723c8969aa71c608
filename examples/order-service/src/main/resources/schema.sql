create table if not exists "orders" (
  "tenant" text not null,
  "number" text not null,
  "version" bigint not null,
  "deleted" boolean not null,
  "status" varchar(20) not null,
  "customer" varchar(200) not null,
  "articles" text not null,
  "total" numeric(16, 2) not null,
  "placed_at" timestamptz not null,
  primary key ("tenant", "number")
);

create index if not exists orders_newest on orders (tenant, placed_at desc) where not deleted;
