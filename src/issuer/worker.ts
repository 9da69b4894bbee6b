/** Entry of the issuer realm: the system clock, behind `IssuerApi` for the trusted page. */
import { expose } from "comlink";
import { createIssuerApi } from "./api.ts";

expose(createIssuerApi());
