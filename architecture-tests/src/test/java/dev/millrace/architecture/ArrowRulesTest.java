/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows that must never appear. */
@AnalyzeClasses(packages = "dev.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowRulesTest {

    private static final String[] CORE = {
        "dev.millrace",
        "dev.millrace.item..",
        "dev.millrace.context..",
        "dev.millrace.change..",
        "dev.millrace.sink",
        "dev.millrace.data..",
        "dev.millrace.command..",
        "dev.millrace.payload",
        "dev.millrace.history..",
        "dev.millrace.offload",
        "dev.millrace.parking",
        "dev.millrace.rebuild",
        "dev.millrace.dynamodb.."
    };

    @ArchTest
    static final ArchRule only_the_dynamodb_package_of_the_core_knows_aws = noClasses()
            .that(resideInAnyPackage(CORE).and(not(resideInAPackage("dev.millrace.dynamodb.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule the_core_knows_no_kafka_no_spring_and_no_json = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "reactor.kafka..",
                    "org.springframework..",
                    "com.fasterxml.jackson..",
                    "tools.jackson..",
                    "io.cloudevents..");

    @ArchTest
    static final ArchRule the_core_knows_nothing_built_on_it = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.millrace.json..",
                    "dev.millrace.wire..",
                    "dev.millrace.offload.s3..",
                    "dev.millrace.bridge..",
                    "dev.millrace.sink.runner..",
                    "dev.millrace.sink.datatable..",
                    "dev.millrace.sink.r2dbc..",
                    "dev.millrace.sink.opensearch..",
                    "dev.millrace.sink.aws..",
                    "dev.millrace.spring..",
                    "dev.millrace.testkit..",
                    "dev.millrace.cli..");

    @ArchTest
    static final ArchRule only_the_starter_knows_spring = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackage("dev.millrace.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static void the_features_of_the_core_depend_on_each_other_in_one_direction(JavaClasses all) {
        slices().matching(
                        "dev.millrace.(item|context|change|sink|data|command|payload|history|offload|parking|rebuild|dynamodb)")
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    @ArchTest
    static final ArchRule the_bridge_knows_no_sink = noClasses()
            .that()
            .resideInAPackage("dev.millrace.bridge..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.sink..");

    @ArchTest
    static final ArchRule no_sink_knows_the_bridge = noClasses()
            .that()
            .resideInAPackage("dev.millrace.sink..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.bridge..");

    @ArchTest
    static final ArchRule sql_drivers_stay_in_their_package = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackage("dev.millrace.sink.r2dbc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.r2dbc..", "org.postgresql..", "org.mariadb..");

    @ArchTest
    static void sinks_and_their_runner_know_nothing_of_each_other(JavaClasses all) {
        slices().matching("dev.millrace.sink.(runner|datatable|r2dbc|opensearch|aws)..")
                .should()
                .notDependOnEachOther()
                .check(all);
    }

    @ArchTest
    static final ArchRule opensearch_stays_in_its_package = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackage("dev.millrace.sink.opensearch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "org.apache.hc..");

    @ArchTest
    static final ArchRule kcl_stays_in_its_package = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackage("dev.millrace.bridge.kcl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon.kinesis..", "com.amazonaws.services.dynamodbv2.streamsadapter..");

    @ArchTest
    static final ArchRule the_sources_of_the_bridge_do_not_know_each_other =
            slices().matching("dev.millrace.bridge.(kcl|direct)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule the_bridge_itself_knows_no_aws = noClasses()
            .that()
            .resideInAPackage("dev.millrace.bridge")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule reactor_kafka_stays_in_its_package = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackage("dev.millrace.sink.runner.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("reactor.kafka..");

    @ArchTest
    static final ArchRule no_library_knows_the_testkit = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackages("dev.millrace.testkit..", "dev.millrace.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.millrace.testkit..");

    @ArchTest
    static final ArchRule blocking_calls_of_reactor_stay_in_the_kcl_package = noClasses()
            .that()
            .resideInAPackage("dev.millrace..")
            .and()
            .resideOutsideOfPackages("dev.millrace.bridge.kcl..", "dev.millrace.testkit..", "dev.millrace.cli..")
            .and()
            .doNotHaveFullyQualifiedName("dev.millrace.spring.Start") // an application waits for its start, ADR 26
            .should()
            .callMethodWhere(ReactorCalls.thatBlock());

    @ArchTest
    static final ArchRule what_does_the_work_is_not_public = classes()
            .that()
            .haveNameMatching(
                    ".*\\.(DynamoCommandLog|DynamoDataStore|LoggedCommandService|StoredDataService|LoggedHistoryService"
                            + "|PolledVersions|ShardPipeline|DirectStreamSource|DynamoCheckpointStore"
                            + "|OffloadingCommandLog|OffloadingDataStore|ResolvingSink|PostgresTable|MariaTable|OpenSearchSink)")
            .should()
            .bePackagePrivate();
}
